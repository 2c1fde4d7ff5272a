import type { Document } from "./document.ts";
import { answeredMethods, listOperations, unrouted } from "./operation.ts";

/** What a browser must know before a page of another origin may call: all methods, and every documented header. */
export function crossOriginNeeds(document: Document) {
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

const unique = (names: readonly string[]): string[] => [...new Set(names)];
