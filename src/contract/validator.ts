import { Compile } from "typebox/schema";
import type { Document, Schema } from "./document.ts";
import { explain } from "./explain.ts";
import type { Issue } from "./problem.ts";

/** Checks a value; the issues that it has, at least one, or undefined where it is valid. */
export type Validate = (value: unknown) => Issue[] | undefined;

const compiled = new WeakMap<Schema, ReturnType<typeof Compile>>();

/** The schema, compiled; operations share schemas, and compiling them all again would delay the start. */
function compile(document: Document, schema: Schema) {
	const known = compiled.get(schema);
	if (known) return known;
	const schemas = document.components?.schemas ?? {};
	const check = Compile({ ...schema, components: { schemas } });
	compiled.set(schema, check);
	return check;
}

/**
 * Makes the validator of a schema. The compiled schema alone decides whether a value is valid; only then are words
 * looked for. `fieldOf` names the field at a path within the value (`items.0.name`, empty for the value itself).
 */
export function validator(
	document: Document,
	schema: Schema,
	fieldOf: (path: string) => string,
): Validate {
	const check = compile(document, schema);
	return (value) =>
		check.Check(value) ? undefined : explain(document, schema, value, fieldOf);
}
