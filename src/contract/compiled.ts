import { Compile } from "typebox/schema";
import type { Document, Schema } from "./document.ts";

const known = new WeakMap<Schema, ReturnType<typeof Compile>>();

/** Compiled once: operations share schemas, and compiling them again would delay the start. */
export function compiled(document: Document, schema: Schema) {
	const made = known.get(schema);
	if (made) return made;
	const schemas = document.components?.schemas ?? {};
	const check = Compile({ ...schema, components: { schemas } });
	known.set(schema, check);
	return check;
}
