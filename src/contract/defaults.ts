import type { Document, Schema } from "./document.ts";
import { keywordOf, referenced } from "./schema.ts";

/** Compiles a function that gives properties that were left out their defaults, in place. */
export function defaultsOf(document: Document, schema: Schema): (value: unknown) => void {
	const schemas = referenced(document, schema);
	const properties = schemas
		.flatMap((each) => Object.entries((each.properties ?? {}) as Record<string, Schema>))
		.map(([name, property]) => ({
			name,
			fallback: keywordOf(document, property, "default"),
			fill: whenNeeded(() => defaultsOf(document, property)),
		}));
	const items = schemas.flatMap<Schema>((each) => (each.items as Schema) ?? []);
	const fillers = items.map((item) => whenNeeded(() => defaultsOf(document, item)));

	return (value) => {
		if (typeof value !== "object" || value === null) return;
		const target = value as Record<string, unknown>;
		for (const { name, fallback, fill } of properties)
			if (target[name] !== undefined) fill(target[name]);
			else if (fallback !== undefined) target[name] = structuredClone(fallback);
		if (Array.isArray(value)) for (const fill of fillers) for (const item of value) fill(item);
	};
}

/** A function that is made when it is first called: a schema may contain itself. */
function whenNeeded(make: () => (value: unknown) => void): (value: unknown) => void {
	let made: ReturnType<typeof make> | undefined;
	return (value) => {
		made ??= make();
		made(value);
	};
}
