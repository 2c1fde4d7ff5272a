import { type Lifecycle, lifecycleHeaders, lifecycleOf } from "./deprecation.ts";

/** The parts of an OpenAPI 3.1 document that the engine reads, and the extensions described in it. */
export interface Document {
	readonly paths: Readonly<Record<string, PathItem>>;
	readonly security?: readonly SecurityRequirement[];
	readonly components?: {
		readonly schemas?: Readonly<Record<string, Schema>>;
		readonly securitySchemes?: Readonly<Record<string, Node<SecurityScheme>>>;
		readonly [kind: string]: unknown;
	};
	readonly "x-unrouted": { readonly responses: Responses };
}

export type Method = (typeof methods)[number];
type PathItem = { readonly parameters?: readonly Node<Parameter>[] } & {
	readonly [method in Lowercase<Method>]?: OperationObject;
};
type SecurityRequirement = Readonly<Record<string, readonly string[]>>;
/** A node of the document, or a reference to one. */
export type Node<T> = T | { readonly $ref: string };
export type Schema = { readonly [keyword: string]: unknown };

type Responses = Readonly<Record<string, Node<ResponseObject>>>;

interface OperationObject {
	readonly operationId: string;
	readonly summary?: string;
	readonly description?: string;
	readonly deprecated?: boolean;
	readonly "x-deprecated"?: string;
	readonly "x-sunset"?: string;
	readonly "x-iterate"?: string;
	readonly "x-slo"?: Slo;
	readonly parameters?: readonly Node<Parameter>[];
	readonly requestBody?: Node<RequestBody>;
	readonly responses: Responses;
	readonly security?: readonly SecurityRequirement[];
}

/** Within what time, in milliseconds, 95 and 99 of 100 requests are to be answered. */
export interface Slo {
	readonly p95: number;
	readonly p99: number;
}

export interface Parameter {
	readonly name: string;
	readonly in: "path" | "query" | "header";
	readonly required?: boolean;
	readonly schema: Schema;
	readonly "x-owner"?: string;
	readonly "x-invalid"?: string;
	readonly "x-opaque"?: boolean;
	readonly "x-excludes"?: readonly string[];
	readonly "x-return-minimal"?: boolean;
}

export interface RequestBody {
	readonly required?: boolean;
	readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
	readonly "x-max-bytes"?: number;
	readonly "x-message"?: string;
}

export interface SecurityScheme {
	readonly type: string;
	readonly scheme?: string;
	readonly "x-missing": string;
	readonly "x-bulkhead"?: {
		readonly share: number;
		readonly queue: number;
		readonly code: string;
	};
}

export interface ResponseObject {
	readonly headers?: Readonly<Record<string, Node<HeaderObject>>>;
	readonly content?: Readonly<
		Record<
			string,
			{
				readonly schema: Schema;
				readonly examples?: Readonly<Record<string, Node<Example>>>;
			}
		>
	>;
}
interface HeaderObject {
	readonly required?: boolean;
	readonly schema: Schema;
}
interface Example {
	readonly value: {
		readonly error: { readonly message: string; readonly code: string };
	};
}

/** One operation with everything that it inherits from its path and from the document. */
export interface Operation {
	readonly id: string;
	readonly summary: string;
	readonly description: string;
	/** The name of the client's function that walks all pages, for a list. */
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

export interface ErrorWords {
	readonly status: number;
	readonly message: string;
}

export const methods = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const;

/** Follows a local reference (`#/…`) until something else stands there. Throws on a dangling one. */
export function resolve<T extends object>(document: Document, node: Node<T>): T {
	if (!("$ref" in node) || typeof node.$ref !== "string") return node as T;
	const target = pointer(document, node.$ref.slice(1));
	if (target === undefined) throw new Error(`the contract has nothing at ${node.$ref}`);
	return resolve(document, target as Node<T>);
}

/** What stands at a JSON pointer (RFC 6901) below a node, or undefined. */
function pointer(node: unknown, path: string): unknown {
	return path
		.split("/")
		.slice(1)
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
		.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], node);
}

/** All operations of a contract, in the document's order. */
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
				parameters: [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
					resolve(document, parameter),
				),
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

/** The methods that the operations answer: HEAD, too, wherever GET is. */
export const answeredMethods = (operations: readonly Operation[]): string[] =>
	operations.flatMap(({ method }) => (method === "GET" ? ["GET", "HEAD"] : [method]));

/** What is answered where no operation takes a request, to anybody. */
export const unrouted = (document: Document): Pick<Operation, "id" | "security" | "responses"> => ({
	id: "x-unrouted",
	security: [],
	responses: byStatus(document, document["x-unrouted"].responses),
});

/** The security scheme of this name. Throws where there is none. */
export function securityScheme(document: Document, name: string): SecurityScheme {
	const scheme = document.components?.securitySchemes?.[name];
	if (!scheme) throw new Error(`the contract has no security scheme "${name}"`);
	return resolve(document, scheme);
}

const byStatus = (document: Document, responses: Responses, lifecycle?: Lifecycle): Operation["responses"] =>
	new Map(
		Object.entries(responses).map(([status, node]) => {
			const response = resolve(document, node);
			return [
				Number(status),
				// A wrong method is answered for the whole path, not for the operation.
				lifecycle && status !== "405"
					? {
							...response,
							headers: { ...response.headers, ...lifecycleHeaders(lifecycle) },
						}
					: response,
			];
		}),
	);

/** The error codes of a set of responses with their words: the named examples of each error response. */
export function errorWords(
	document: Document,
	responses: ReadonlyMap<number, ResponseObject>,
): Map<string, ErrorWords> {
	const words = new Map<string, ErrorWords>();
	for (const [status, response] of responses) {
		if (status < 400) continue;
		for (const [code, node] of Object.entries(response.content?.["application/json"]?.examples ?? {})) {
			words.set(code, {
				status,
				message: resolve<Example>(document, node).value.error.message,
			});
		}
	}
	return words;
}
