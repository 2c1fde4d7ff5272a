import fc from "fast-check";
import type { Document, Schema } from "../../src/contract/document.ts";
import { merged } from "./contract.ts";
import { independent } from "./validators.ts";

/**
 * A value that a schema allows, the contract's own example where it has one; with every property that it knows, or
 * with as few as it needs. Throws where none is found.
 */
export function sampleOf(document: Document, schema: Schema, extent: Extent): unknown {
	const known = samples[extent].get(schema);
	if (known !== undefined) return structuredClone(known);
	const whole = merged(document, schema);
	for (const candidate of candidates(document, whole, extent))
		if (candidate !== undefined && independent(document, schema)(candidate)) {
			samples[extent].set(schema, candidate);
			return structuredClone(candidate);
		}
	throw new Error(`no value is known that this schema allows: ${JSON.stringify(schema)}`);
}

type Extent = "full" | "least";
const samples: Record<Extent, WeakMap<Schema, unknown>> = { full: new WeakMap(), least: new WeakMap() };

function* candidates(document: Document, schema: Schema, extent: Extent): Generator<unknown> {
	const types = [schema.type ?? []].flat() as string[];
	yield schema.const;
	yield* (schema.enum ?? []) as unknown[];
	if (types.includes("object")) yield objectOf(document, schema, extent);
	else yield* (schema.examples ?? []) as unknown[];
	if (types.includes("array")) {
		const length = Math.max(1, Number(schema.minItems ?? 1));
		yield Array.from({ length }, () => sampleOf(document, (schema.items ?? {}) as Schema, extent));
	}
	if (types.includes("string")) yield* texts(schema);
	yield* numbers(schema);
	yield true;
	yield null;
}

/** The numbers at the edges of what a schema allows, and a few beside them. */
function numbers(schema: Schema): number[] {
	const edges = [schema.minimum, schema.exclusiveMinimum, schema.maximum, schema.exclusiveMaximum].filter(
		(edge) => typeof edge === "number",
	);
	return [...edges, ...edges.flatMap((edge) => [edge + 1, edge - 1]), 1];
}

const formats: Readonly<Record<string, string>> = {
	"date-time": "2024-02-29T23:59:59Z",
	date: "2024-02-29",
	uuid: "0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11",
	email: "somebody@example.org",
};

function* texts(schema: Schema): Generator<string> {
	const { format, pattern, minLength, maxLength } = schema;
	const length = Math.max(Number(minLength ?? 0), 1);
	if (typeof format === "string") yield formats[format] ?? "";
	yield "a".repeat(length);
	yield "1".repeat(length);
	yield "x".repeat(Number(maxLength ?? length));
	if (typeof pattern === "string") yield* matching(pattern);
}

/** A few texts that a pattern allows; none where it is beyond fast-check. */
function matching(pattern: string): string[] {
	try {
		return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 20, seed: 1 });
	} catch {
		return [];
	}
}

function objectOf(document: Document, schema: Schema, extent: Extent): Record<string, unknown> {
	const required = (schema.required ?? []) as string[];
	const least = Number(schema.minProperties ?? 0);
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
	const chosen = properties.filter(([name], index) => extent === "full" || required.includes(name) || index < least);
	return Object.fromEntries(chosen.map(([name, property]) => [name, sampleOf(document, property, extent)]));
}
