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

/** The methods of operations. HEAD comes with GET. */
export const methods = ["GET", "PUT", "POST", "DELETE", "PATCH"] as const;
export type Method = (typeof methods)[number];

export type PathItem = { readonly parameters?: readonly Node<Parameter>[] } & {
	readonly [method in Lowercase<Method>]?: OperationObject;
};
type SecurityRequirement = Readonly<Record<string, readonly string[]>>;
/** A node of the document, or a reference to one. */
type Node<T> = T | { readonly $ref: string };
export type Schema = { readonly [keyword: string]: unknown };

export type Responses = Readonly<Record<string, Node<ResponseObject>>>;

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
	readonly style?: string;
	readonly explode?: boolean;
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

interface SecurityScheme {
	readonly type: string;
	readonly scheme?: string;
	readonly "x-missing": string;
	readonly "x-bulkhead"?: { readonly share: number; readonly queue: number; readonly code: string };
}

export interface ResponseObject {
	readonly headers?: Readonly<Record<string, Node<HeaderObject>>>;
	readonly content?: Readonly<
		Record<string, { readonly schema: Schema; readonly examples?: Readonly<Record<string, Node<Example>>> }>
	>;
}
interface HeaderObject {
	readonly required?: boolean;
	readonly schema: Schema;
}
export interface Example {
	readonly value: { readonly error: { readonly message: string; readonly code: string } };
}

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

/** The security scheme of this name. Throws where there is none. */
export function securityScheme(document: Document, name: string): SecurityScheme {
	const scheme = document.components?.securitySchemes?.[name];
	if (!scheme) throw new Error(`the contract has no security scheme "${name}"`);
	return resolve(document, scheme);
}
