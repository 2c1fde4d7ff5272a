import { type Document, resolve } from "./document.ts";
import { answeredMethods, listOperations, type Operation, unrouted } from "./operation.ts";
import { keywordOf } from "./schema.ts";

/** What a browser must know before a page of another origin may call: all methods, and every documented header. */
export function headersOf(document: Document) {
	const operations = listOperations(document);
	const parameters = operations.flatMap((operation) => operation.parameters).filter((each) => each.in === "header");
	const responses = [...operations, unrouted(document)].flatMap((operation) => [...operation.responses.values()]);
	return {
		methods: unique(answeredMethods(operations)),
		requestHeaders: unique([
			...(operations.some(({ security }) => security.length > 0) ? ["Authorization"] : []),
			...(operations.some(({ body }) => body) ? ["Content-Type"] : []),
			...parameters.map(({ name }) => name),
		]),
		responseHeaders: unique(responses.flatMap(({ headers }) => Object.keys(headers ?? {}))),
	};
}

/** The headers that the engine sends by itself, by status: their schema allows one value only. */
export const constantHeaders = (
	document: Document,
	responses: Operation["responses"],
): Map<number, Readonly<Record<string, string>>> =>
	new Map(
		[...responses].map(([status, { headers = {} }]) => {
			const constants = Object.entries(headers).flatMap(([name, node]) => {
				const { schema } = resolve(document, node);
				const [only, ...others] = [keywordOf(document, schema, "enum")].flat();
				const value = keywordOf(document, schema, "const") ?? (others.length === 0 ? only : undefined);
				return value === undefined ? [] : [[name.toLowerCase(), String(value)]];
			});
			return [status, Object.fromEntries(constants)];
		}),
	);

const unique = (names: readonly string[]): string[] => [...new Set(names)];
