/** The types of what comes of a call. */
import { type Document, type ResponseObject, resolve } from "../src/contract/document.ts";
import { errorWords, type Operation } from "../src/contract/operation.ts";
import { hasMinimal } from "../src/contract/preference.ts";
import { camelCase } from "./arguments.ts";
import type { ClientTypes } from "./client-types.ts";

/** `getTask` as part of a type's name: `GetTask`. */
export const typeName = ({ id }: Operation): string => id.charAt(0).toUpperCase() + id.slice(1);

/** `AnswerHeaders`, and the outcomes of each operation: `GetTaskResult`, `GetTaskSuccess`, `GetTaskFailure`. */
export function generateOutcomes(document: Document, types: ClientTypes, operations: readonly Operation[]): string {
	const shared = sharedHeaders(document, operations);
	const properties = shared.map((name) => `  readonly ${camelCase(name)}: string;\n`).join("");
	const outcomes = operations.map((operation) => outcomesOf(document, types, operation, shared)).join("\n");
	return `/** The headers of every answer, by their names in camel case. */
export interface AnswerHeaders {
${properties}}

${outcomes}`;
}

function outcomesOf(document: Document, types: ClientTypes, operation: Operation, shared: readonly string[]): string {
	const { id, responses, security, iterate } = operation;
	const name = typeName(operation);
	const successes: string[] = [];
	const minimal: string[] = [];
	const failures: string[] = [];
	for (const [status, response] of responses) {
		const headers = headersOf(document, response, shared);
		if (status === 304) failures.push(`Failure<304, "NOT_MODIFIED", ${headers}>`);
		else if (status >= 400) {
			const codes = [...errorWords(document, new Map([[status, response]])).keys()];
			failures.push(`Failure<${status}, ${codes.map((code) => `"${code}"`).join(" | ")}, ${headers}>`);
		} else {
			const next = iterate ? " & { readonly next: string | undefined }" : "";
			const success = (data: string) => `Success<${status}, ${data}, ${headers}>${next}`;
			const isMinimal = hasMinimal(operation) && status === 204;
			if (!isMinimal) successes.push(success(types.data(id, status)));
			if (isMinimal || status === 201) minimal.push(success("null"));
		}
	}
	if (security.length > 0) failures.push("NoToken");
	failures.push("NoAnswer");

	const result = union(`${name}Result`, `What can come of \`${id}\`.`, [`${name}Success`, `${name}Failure`]);
	const success = union(`${name}Success`, `How \`${id}\` can succeed.`, successes);
	const failure = union(`${name}Failure`, `How \`${id}\` can fail.`, failures);
	if (!hasMinimal(operation)) return result + success + failure;
	const about = `What can come of \`${id}\` with \`return=minimal\`: a success has no data.`;
	return result + success + union(`${name}MinimalResult`, about, [...minimal, `${name}Failure`]) + failure;
}

const union = (name: string, about: string, types: readonly string[]): string => `/** ${about} */
export type ${name} =
${types.map((type) => `  | ${type}`).join("\n")};
`;

/** The type of a response's headers, by their names in camel case. */
function headersOf(document: Document, { headers = {} }: ResponseObject, shared: readonly string[]): string {
	const own = Object.entries(headers)
		.filter(([name]) => !shared.includes(name))
		.map(([name, header]) => {
			const type = resolve(document, header).required ? ": string" : "?: string | undefined";
			return `readonly ${camelCase(name)}${type}`;
		});
	return own.length > 0 ? `AnswerHeaders & { ${own.join("; ")} }` : "AnswerHeaders";
}

/** The names of the headers that every response has. */
function sharedHeaders(document: Document, operations: readonly Operation[]): string[] {
	const [first = [], ...others] = operations
		.flatMap(({ responses }) => [...responses.values()])
		.map(({ headers = {} }) =>
			Object.entries(headers)
				.filter(([, header]) => resolve(document, header).required)
				.map(([name]) => name),
		);
	return first.filter((name) => others.every((each) => each.includes(name)));
}
