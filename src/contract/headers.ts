import {
	answeredMethods,
	type Document,
	listOperations,
	unrouted,
} from "./document.ts";

/** What a browser must know of a contract before it lets a page of another origin use it. */
export interface ContractHeaders {
	readonly methods: readonly string[];
	/** The headers that requests may have. */
	readonly sent: readonly string[];
	/** The headers that answers may have. */
	readonly answered: readonly string[];
}

/** The methods of all operations, and every header that they document. */
export function headersOf(document: Document): ContractHeaders {
	const operations = listOperations(document);
	const responses = [...operations, unrouted(document)].flatMap((operation) => [
		...operation.responses.values(),
	]);
	return {
		methods: unique(answeredMethods(operations)),
		sent: unique([
			...operations.flatMap(({ security }) =>
				security.length > 0 ? "Authorization" : [],
			),
			...operations.flatMap(({ body }) => (body ? "Content-Type" : [])),
			...operations
				.flatMap(({ parameters }) => parameters)
				.flatMap((parameter) =>
					parameter.in === "header" ? parameter.name : [],
				),
		]),
		answered: unique(
			responses.flatMap(({ headers }) => Object.keys(headers ?? {})),
		),
	};
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
