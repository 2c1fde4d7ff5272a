import fc from "fast-check";
import type { Document, Schema } from "../../src/contract/document.ts";
import { alternatives, merged } from "./contract.ts";
import { independent } from "./validators.ts";

/**
 * A value that a schema allows, the contract's own example where it has one; with every property that it knows, or
 * with as few as it needs. Throws where none is found.
 */
export function sampleOf(document: Document, schema: Schema, extent: Extent): unknown {
	const known = samples[extent].get(schema);
	if (known !== undefined) return structuredClone(known);
	const [sample] = distinct(document, schema, extent, 1);
	if (sample === undefined) throw new Error(`no value is known that this schema allows: ${JSON.stringify(schema)}`);
	if (typeof schema === "object") samples[extent].set(schema, sample);
	return structuredClone(sample);
}

type Extent = "full" | "least";
const samples: Record<Extent, WeakMap<Schema, unknown>> = { full: new WeakMap(), least: new WeakMap() };
/** Those that are looked for at the moment: a schema may contain itself, and must end somewhere. */
const pending: Record<Extent, Set<Schema>> = { full: new Set(), least: new Set() };

/** So many different values that a schema allows, as far as they are known. */
function distinct(document: Document, schema: Schema, extent: Extent, count: number): unknown[] {
	if (pending[extent].has(schema)) return extent === "full" ? distinct(document, schema, "least", count) : [];
	pending[extent].add(schema);
	try {
		const found = new Map<string, unknown>();
		const isAllowed = independent(document, schema);
		for (const candidate of candidates(document, schema, extent)) {
			if (found.size >= count) break;
			if (candidate !== undefined && isAllowed(candidate)) found.set(JSON.stringify(candidate), candidate);
		}
		return [...found.values()];
	} finally {
		pending[extent].delete(schema);
	}
}

function* candidates(document: Document, node: Schema, extent: Extent): Generator<unknown> {
	const schema = typeof node === "object" ? merged(document, node) : {};
	const types = [schema.type ?? []].flat() as string[];
	yield schema.const;
	yield* (schema.enum ?? []) as unknown[];
	for (const alternative of alternatives(document, schema)) yield* distinct(document, alternative, extent, 1);
	if (types.includes("object") || schema.properties) yield objectOf(document, schema, extent);
	else yield* (schema.examples ?? []) as unknown[];
	if (types.includes("array")) yield* arrays(document, schema, extent);
	if (types.includes("string")) yield* texts(schema);
	yield* numbers(schema);
	yield true;
	yield null;
}

/** The numbers at the edges of what a schema allows, between them, and beside them. */
function numbers({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }: Schema): number[] {
	const [low, high] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum] as (number | undefined)[];
	const edges = [low, high].filter((edge) => edge !== undefined);
	const step = Number(multipleOf ?? 1);
	const between = ((low ?? 0) + (high ?? 0)) / 2;
	const first = Math.ceil((low ?? 0) / step);
	const steps = [0, 1, 2, 3, 4, 5].map((index) => (first + index) * step);
	return [...edges, ...edges.flatMap((edge) => [edge + 1, edge - 1]), ...(multipleOf ? [] : [1]), between, ...steps];
}

const formats: Readonly<Record<string, string>> = {
	"date-time": "2024-02-29T23:59:59Z",
	date: "2024-02-29",
	time: "23:59:59Z",
	duration: "P1DT12H",
	uuid: "0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11",
	email: "somebody@example.org",
	hostname: "example.org",
	ipv4: "192.0.2.1",
	ipv6: "2001:db8::1",
	uri: "https://example.org/a?b=c",
	"uri-reference": "/a?b=c",
};

function* texts(schema: Schema): Generator<string> {
	const { format, pattern, minLength, maxLength } = schema;
	const length = Math.max(Number(minLength ?? 0), 1);
	if (typeof format === "string") yield formats[format] ?? "";
	for (const character of ["a", "1", "b", "c", "d", "e"]) yield character.repeat(length);
	yield "x".repeat(Number(maxLength ?? length));
	if (typeof pattern === "string") yield* matching(pattern);
}

/** A few texts that a pattern allows; none where it is beyond fast-check. */
export function matching(pattern: string): string[] {
	try {
		return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 20, seed: 1 });
	} catch {
		return [];
	}
}

/** As few items as there must be, but one where that is allowed. */
function* arrays(document: Document, schema: Schema, extent: Extent): Generator<unknown[]> {
	const first = ((schema.prefixItems ?? []) as Schema[]).flatMap((item) => distinct(document, item, extent, 1));
	const contained = schema.contains ? distinct(document, schema.contains as Schema, extent, 1) : [];
	const begun = [...first, ...contained];
	const length = Math.max(Number(schema.minItems ?? 1) - begun.length, 0);
	const item = (schema.items ?? {}) as Schema;
	const items = distinct(document, item, extent, schema.uniqueItems ? length : 1);
	if (items.length > 0) yield [...begun, ...Array.from({ length }, (_, index) => items[index % items.length])];
	yield begun;
}

function objectOf(document: Document, schema: Schema, extent: Extent): Record<string, unknown> {
	const required = (schema.required ?? []) as string[];
	const least = Number(schema.minProperties ?? 0);
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
	const chosen = properties.filter(([name], index) => extent === "full" || required.includes(name) || index < least);
	// What need not be there, and cannot, is not.
	const members = chosen.flatMap(([name, property]) =>
		distinct(document, property, extent, 1).map((value) => [name, value] as const),
	);
	const more = (schema.additionalProperties ?? {}) as Schema;
	for (let index = members.length; index < least; index++)
		members.push(...distinct(document, more, extent, 1).map((value) => [`more${index}`, value] as const));
	return Object.fromEntries(members);
}
