import { compiled } from "./compiled.ts";
import type { Document, Schema } from "./document.ts";
import { explain } from "./explain.ts";
import type { Issue } from "./problem.ts";

/** The issues that a value has, at least one; undefined where it is valid. */
type Validate = (value: unknown) => Issue[] | undefined;

/**
 * The compiled schema alone decides whether a value is valid; words are looked for only then. `fieldOf` names the field
 * at a path within the value (`items.0.name`, empty for the value itself).
 */
export function validator(document: Document, schema: Schema, fieldOf: (path: string) => string): Validate {
	const check = compiled(document, schema);
	return (value) => (check.Check(value) ? undefined : explain(document, schema, value, fieldOf));
}
