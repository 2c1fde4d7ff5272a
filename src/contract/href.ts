type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
	? Name | Names<Rest>
	: never;

/** A path of the contract with its parameters filled in and encoded (RFC 3986). */
export const href = <Template extends string>(
	template: Template,
	parameters: Readonly<Record<Names<Template>, string | number>>,
): string => template.replace(/\{(\w+)\}/g, (_, name: Names<Template>) => encodeURIComponent(parameters[name]));
