import type { Document, Parameter } from "./document.ts";
import { shownName } from "./explain.ts";
import { errorWords, type Operation } from "./operation.ts";
import { type Issue, Problem, validationError } from "./problem.ts";
import { parseQuery } from "./query.ts";
import { keywordOf } from "./schema.ts";
import { validator } from "./validator.ts";

const none: readonly string[] = [];

type Values = Record<string, unknown>;

interface Reader {
	readonly name: string;
	readonly invalid: string | undefined;
	readonly isList: boolean;
	readonly read: (sent: readonly string[]) => { readonly value?: unknown; readonly issues?: Issue[] | undefined };
}

/** Compiles the path's parameters. Throws what `x-invalid` names where one breaks its schema. */
export function pathParameters(document: Document, parameters: readonly Parameter[]): (sent: Values) => Values {
	const readers = readersOf(document, parameters, "path");
	return (sent) => {
		const values: Values = {};
		for (const { name, invalid, read } of readers) {
			const { value, issues } = read([String(sent[name])]);
			if (issues) throw invalid ? new Problem(invalid) : validationError(issues);
			values[name] = value;
		}
		return values;
	};
}

/**
 * Compiles the query's parameters; issues are added to the list. An unknown name is one: a list that silently ignores
 * its filter is worse. An operation without VALIDATION_ERROR has no parameters, and ignores whatever is sent.
 */
export function queryParameters(
	document: Document,
	{ parameters, responses }: Operation,
): (url: string, issues: Issue[]) => Values {
	const readers = readersOf(document, parameters, "query");
	if (!errorWords(document, responses).has("VALIDATION_ERROR")) return () => ({});
	const known = new Map(readers.map((each) => [each.name, each]));
	const allowed = [...known.keys()].join(", ") || "none";
	return (url, issues) => {
		const start = url.indexOf("?");
		const query = start < 0 ? "" : url.slice(start + 1);
		const { sent, unknown } = parseQuery(query, known);
		if (unknown === undefined) return collect(readers, (name) => sent.get(name) ?? none, issues);
		const message = `Unknown query parameter. Allowed: ${allowed}`;
		issues.push({ field: shownName(unknown), message });
		return {};
	};
}

/** Compiles the header parameters; issues are added to the list. */
export function headerParameters(
	document: Document,
	parameters: readonly Parameter[],
): (headers: Headers, issues: Issue[]) => Values {
	const readers = readersOf(document, parameters, "header");
	return (headers, issues) => {
		const sent = (name: string) => {
			const value = headers.get(name);
			return value === null ? none : [value];
		};
		return collect(readers, sent, issues);
	};
}

const readersOf = (document: Document, parameters: readonly Parameter[], place: Parameter["in"]): Reader[] =>
	parameters.filter((parameter) => parameter.in === place).map((parameter) => reader(document, parameter));

function collect(readers: readonly Reader[], sent: (name: string) => readonly string[], issues: Issue[]): Values {
	const values: Values = {};
	for (const { name, read } of readers) {
		const found = read(sent(name));
		if (found.issues) issues.push(...found.issues);
		else if (found.value !== undefined) values[name] = found.value;
	}
	return values;
}

function reader(document: Document, { name, required, schema, ...parameter }: Parameter): Reader {
	const validate = validator(document, schema, (path) => (path ? `${name}.${path}` : name));
	const type = keywordOf(document, schema, "type");
	const isList = type === "array";
	const fallback = keywordOf(document, schema, "default");
	const items = keywordOf(document, schema, "items") as Parameter["schema"] | undefined;
	const itemType = items && keywordOf(document, items, "type");
	const one = (message: string) => ({ issues: [{ field: name, message }] });
	return {
		name,
		invalid: parameter["x-invalid"],
		isList,
		read: (sent) => {
			const [text] = sent;
			if (text === undefined) return required ? one(`${name} is required`) : { value: fallback };
			if (!isList && sent.length > 1) return one(`${name} must not be given more than once`);
			const value = isList ? sent.map((item) => coerce(item, itemType)) : coerce(text, type);
			const issues = validate(value);
			return issues ? { issues } : { value };
		},
	};
}

/** Text as the type that the schema asks for; as it is where it is not that type's canonical form. */
function coerce(text: string, type: unknown): unknown {
	if (type === "integer") return /^-?(0|[1-9]\d*)$/.test(text) ? Number(text) : text;
	if (type === "number") return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
	if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
	return text;
}
