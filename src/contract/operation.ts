import { type Lifecycle, lifecycleHeaders, lifecycleOf } from "./deprecation.ts";
import {
	type Document,
	type Example,
	type Method,
	methods,
	type Parameter,
	type PathItem,
	type RequestBody,
	type ResponseObject,
	type Responses,
	resolve,
	type Slo,
} from "./document.ts";

/** An operation with what it inherits from its path and from the document. */
export interface Operation {
	readonly id: string;
	readonly summary: string;
	readonly description: string;
	/** The name of the client's function that walks all pages of a list. */
	readonly iterate: string | undefined;
	readonly slo: Slo | undefined;
	readonly lifecycle: Lifecycle | undefined;
	readonly method: Method;
	/** The path template, like `/api/{user_id}/tasks`. */
	readonly path: string;
	readonly parameters: readonly Parameter[];
	readonly body: RequestBody | undefined;
	/** The alternative security schemes, by name; empty for a public operation. */
	readonly security: readonly string[];
	readonly responses: ReadonlyMap<number, ResponseObject>;
}

interface ErrorWords {
	readonly status: number;
	readonly message: string;
}

/** In the document's order. */
export function listOperations(document: Document): Operation[] {
	return Object.entries(document.paths).flatMap(([path, item]) =>
		methods.flatMap((method) => {
			const operation = item[method.toLowerCase() as Lowercase<Method>];
			if (!operation) return [];
			const lifecycle = lifecycleOf(operation);
			return {
				id: operation.operationId,
				summary: operation.summary ?? "",
				description: operation.description ?? "",
				iterate: operation["x-iterate"],
				slo: operation["x-slo"],
				lifecycle,
				method,
				path,
				parameters: parametersOf(document, item.parameters, operation.parameters),
				body: operation.requestBody && resolve(document, operation.requestBody),
				security: (operation.security ?? document.security ?? []).map((requirement) => {
					const [scheme, ...others] = Object.keys(requirement);
					if (!scheme || others.length > 0)
						throw new Error(`${operation.operationId}: each security alternative must be exactly one scheme`);
					return scheme;
				}),
				responses: byStatus(document, operation.responses, lifecycle),
			};
		}),
	);
}

/** An operation's own parameters, and those of its path that it does not have itself. */
function parametersOf(document: Document, inherited: PathItem["parameters"] = [], own: PathItem["parameters"] = []) {
	const [common, special] = [inherited, own].map((nodes) => nodes.map((node) => resolve<Parameter>(document, node)));
	const isReplaced = ({ name, in: place }: Parameter) =>
		special?.some((each) => each.name === name && each.in === place);
	return [...(common ?? []).filter((each) => !isReplaced(each)), ...(special ?? [])];
}

/** HEAD, too, wherever GET is. */
export const answeredMethods = (operations: readonly Operation[]): string[] =>
	operations.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));

/** What anybody is answered where no operation takes the request. */
export const unrouted = (document: Document): Pick<Operation, "id" | "security" | "responses"> => ({
	id: "x-unrouted",
	security: [],
	responses: byStatus(document, document["x-unrouted"].responses),
});

const byStatus = (document: Document, responses: Responses, lifecycle?: Lifecycle): Operation["responses"] =>
	new Map(
		Object.entries(responses).map(([status, node]) => {
			const response = resolve(document, node);
			// A wrong method is answered for the whole path, not for the operation.
			if (!lifecycle || status === "405") return [Number(status), response];
			const headers = { ...response.headers, ...lifecycleHeaders(lifecycle) };
			return [Number(status), { ...response, headers }];
		}),
	);

/** The words for each error code, which are the named examples of the error responses. */
export function errorWords(document: Document, responses: Operation["responses"]): Map<string, ErrorWords> {
	const words = new Map<string, ErrorWords>();
	for (const [status, response] of responses) {
		if (status < 400) continue;
		for (const [code, node] of Object.entries(response.content?.["application/json"]?.examples ?? {})) {
			words.set(code, { status, message: resolve<Example>(document, node).value.error.message });
		}
	}
	return words;
}
