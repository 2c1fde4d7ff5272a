import { getLineColLocation, Source } from "@redocly/openapi-core";
import type { Document, Schema } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { referenced } from "../../src/contract/schema.ts";
import { supportedOperations } from "../../src/contract/supported.ts";

/** A contract to check a service with. */
export interface Contract {
	readonly document: Document;
	readonly operations: readonly Operation[];
	/** The JSON pointer of a node of the document. */
	readonly pointerOf: (node: object) => string;
	/** Where a node of the document, or a keyword of it, stands in the YAML, like `tasks.yaml:120`. */
	readonly placeOf: (node: object | undefined, keyword?: string) => string;
}

/** Reads a contract from its YAML; the file's name is for the report. Throws where the engine could not mount it. */
export function readContract(yaml: string, file: string): Contract {
	const document = Bun.YAML.parse(yaml) as Document;
	const operations = supportedOperations(document);
	const pointers = pointersOf(document);
	const source = new Source(file, yaml);
	return {
		document,
		operations,
		pointerOf: (node) => pointers.get(node) ?? "",
		placeOf(node, keyword) {
			const pointer = node && pointers.get(node);
			if (pointer === undefined) return file;
			const { start } = getLineColLocation({
				source,
				pointer: keyword ? `${pointer}/${keyword}` : pointer,
				reportOnKey: true,
			});
			return `${file}:${start.line}`;
		},
	};
}

/** The JSON pointer of each object in a document; what is read from it keeps being these very objects. */
function pointersOf(document: object): Map<object, string> {
	const pointers = new Map<object, string>();
	const visit = (node: unknown, pointer: string) => {
		if (typeof node !== "object" || node === null || pointers.has(node)) return;
		pointers.set(node, pointer);
		for (const [key, child] of Object.entries(node))
			visit(child, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
	};
	visit(document, "#");
	return pointers;
}

/**
 * A schema with what it refers to and is made of in one: all their properties, and of another keyword that stands there
 * twice, the outermost.
 */
export function merged(document: Document, schema: Schema): Schema {
	const known = wholes.get(schema);
	if (known) return known;
	const whole = referenced(document, schema)
		.toReversed()
		.flatMap((each) => [...((each.allOf ?? []) as Schema[]).map((part) => merged(document, part)), each])
		.reduce(both, {});
	wholes.set(schema, whole);
	return whole;
}
const wholes = new WeakMap<Schema, Schema>();

function both(one: Schema, other: Schema): Schema {
	const [required, more] = [one.required ?? [], other.required ?? []] as [string[], string[]];
	const properties = { ...(one.properties as Record<string, Schema>) };
	for (const [name, property] of Object.entries((other.properties ?? {}) as Record<string, Schema>))
		properties[name] = properties[name] ? { allOf: [properties[name], property] } : property;
	return {
		...one,
		...other,
		...(one.required || other.required ? { required: [...new Set([...required, ...more])] } : {}),
		...(one.properties || other.properties ? { properties } : {}),
	};
}

/** A schema that allows what another does by one of its alternatives, those of its `anyOf` or `oneOf`. */
export function alternatives(document: Document, schema: Schema): Schema[] {
	const whole = merged(document, schema);
	const known = branches.get(whole);
	if (known) return known;
	const made = (["anyOf", "oneOf"] as const).flatMap((keyword) => {
		const { [keyword]: parts = [], allOf: _, $ref: __, ...rest } = whole;
		return (parts as Schema[]).map((part) => ({ allOf: [rest, part] }));
	});
	branches.set(whole, made);
	return made;
}
const branches = new WeakMap<Schema, Schema[]>();

/** The contract's words for a broken keyword (`x-message`); undefined where it leaves them to the server. */
export function messageOf(document: Document, schema: Schema, keyword: string, property?: string): string | undefined {
	for (const each of referenced(document, schema)) {
		const messages = each["x-message"] as Messages | undefined;
		const message = typeof messages === "object" ? messages[keyword] : messages;
		const words = typeof message === "object" ? message[property ?? ""] : message;
		if (words !== undefined) return words;
	}
	return undefined;
}

type Messages = string | Record<string, string | Record<string, string>>;
