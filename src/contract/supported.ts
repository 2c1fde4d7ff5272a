import { type Document, methods, type Parameter, type Schema, securityScheme } from "./document.ts";
import { listOperations, type Operation } from "./operation.ts";
import { keywordOf } from "./schema.ts";

/**
 * A contract's operations. Throws, with the place, where it asks for what OpenAPI has and the engine has not: mounting
 * the rest of it would make a service that does not do what its contract says.
 */
export function supportedOperations(document: Document): Operation[] {
	if (!document["x-unrouted"]?.responses)
		throw new Error("the contract needs x-unrouted, the responses where no operation takes a request");
	for (const [path, item] of Object.entries(document.paths)) requirePath(path, item);

	const operations = listOperations(document);
	const ids = new Set<string>();
	for (const operation of operations) {
		const lack = ids.has(operation.id) ? "is the name of two operations" : lackOf(document, operation);
		if (lack) throw new Error(`${operation.id}: ${lack}`);
		ids.add(operation.id);
	}
	return operations;
}

const itemKeys = new Set(["parameters", "summary", "description", "servers"]);
const operationKeys = new Set<string>(methods.map((method) => method.toLowerCase()));

/** Throws where the operations of a path cannot even be listed. */
function requirePath(path: string, item: object): void {
	const odd = path.split("/").find((step) => /[{}]/.test(step) && !/^\{\w+\}$/.test(step));
	if (odd) throw new Error(`${path}: ${odd} is not a whole step with a name of letters, digits and _`);
	for (const [key, operation] of Object.entries(item)) {
		if (itemKeys.has(key) || key.startsWith("x-")) continue;
		if (!operationKeys.has(key)) throw new Error(`${path}: ${key} is not supported`);
		for (const needed of ["operationId", "responses"])
			if (!operation?.[needed]) throw new Error(`${key.toUpperCase()} ${path} needs ${needed}`);
	}
}

/** What is wrong with an operation; undefined where nothing is. */
function lackOf(document: Document, { path, parameters, responses, security }: Operation): string | undefined {
	for (const [, name] of path.matchAll(/\{(\w+)\}/g))
		if (!parameters.some((each) => each.in === "path" && each.name === name)) return `there is no parameter {${name}}`;
	for (const parameter of parameters) {
		const lack = lackOfParameter(document, path, parameter);
		if (lack) return `the ${parameter.in} parameter ${parameter.name} ${lack}`;
	}
	for (const [status, { content = {} }] of responses) {
		if (!(status >= 200 && status < 600)) return "each response needs a status of its own, like 404";
		const other = Object.keys(content).find((type) => type !== "application/json");
		if (other) return `its ${status} is ${other}, and only application/json can be answered`;
	}
	const silent = security.find((name) => !securityScheme(document, name)["x-missing"]);
	return silent && `the security scheme ${silent} needs x-missing`;
}

function lackOfParameter(document: Document, path: string, parameter: Parameter): string | undefined {
	const { in: place, name, schema, style, explode } = parameter;
	if (!["path", "query", "header"].includes(place)) return "is not in the path, the query or a header";
	if (!schema) return "needs a schema";
	if (place === "path" && !path.includes(`{${name}}`)) return `is not in ${path}`;
	if (style !== undefined && style !== (place === "query" ? "form" : "simple")) return `has the style ${style}`;
	if (keywordOf(document, schema, "type") !== "array") return isText(document, schema) ? undefined : notText;
	if (place !== "query" || explode === false) return "is a list, which can only be a query parameter that is repeated";
	const items = (keywordOf(document, schema, "items") ?? {}) as Schema;
	return isText(document, items) ? undefined : notText;
}

const notText = "needs one type: string, integer, number or boolean";

/** Whether the type of a schema alone tells what a text that was sent stands for. */
function isText(document: Document, schema: Schema): boolean {
	const type = keywordOf(document, schema, "type");
	if (type !== undefined) return ["string", "integer", "number", "boolean"].includes(type as string);
	return !["oneOf", "anyOf", "allOf"].some((keyword) => keywordOf(document, schema, keyword));
}
