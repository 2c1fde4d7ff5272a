/** Random values around a JSON Schema: right ones, and ones broken in one or many places. */
import fc from "fast-check";
import type { Document, Schema } from "../../src/contract/document.ts";
import { alternatives, merged } from "../conformance/contract.ts";

/** How often, out of 100 times, something else than the schema asks for stands at a place. */
export type Chaos = number;

/** What no schema may trip over: names that objects have by themselves, escapes, code points of every width. */
const oddNames = ["__proto__", "constructor", "toString", "a/b~c", "", "\ud800", "💥"];
const oddTexts = ["", " ", "\0", "a\0b", "\ud800", "\udc00\ud800", "\u00a0", "💥", "null", "1", "2026-02-30T00:00:00Z"];

/** Values of which most keep to the schema where there is no chaos, and hardly any where there is much. */
export function valuesOf(document: Document, schema: Schema, chaos: Chaos, depth = 0): fc.Arbitrary<unknown> {
	const sound = soundValuesOf(document, schema, chaos, depth + 1);
	const odd = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(...oddTexts));
	return fc.oneof({ weight: 100 - chaos, arbitrary: sound }, { weight: chaos, arbitrary: odd });
}

/** From here on down only what must be there: a schema may contain itself. */
const deepest = 6;

function soundValuesOf(document: Document, node: Schema, chaos: Chaos, depth: number): fc.Arbitrary<unknown> {
	const schema = typeof node === "object" ? merged(document, node) : {};
	const others = alternatives(document, schema);
	if (others.length > 0 && depth < deepest)
		return fc.oneof(...others.map((each) => soundValuesOf(document, each, chaos, depth)));
	if (schema.const !== undefined) return fc.constant(schema.const);
	if (schema.enum) return fc.constantFrom(...(schema.enum as unknown[]));
	const types = [schema.type ?? ["object", "string"]].flat() as string[];
	return fc.oneof(...types.map((type) => ofType(document, schema, type, chaos, depth)));
}

function ofType(document: Document, schema: Schema, type: string, chaos: Chaos, depth: number): fc.Arbitrary<unknown> {
	const at = (keyword: string, otherwise: number) => Number(schema[keyword] ?? otherwise);
	switch (type) {
		case "object":
			return objects(document, schema, chaos, depth);
		case "array": {
			const most = at("maxItems", 3) + (chaos > 0 ? 1 : 0);
			if (depth >= deepest) return fc.constant([]);
			const items = valuesOf(document, (schema.items ?? {}) as Schema, chaos, depth);
			return fc.array(items, { minLength: at("minItems", 0), maxLength: most });
		}
		case "string":
			return texts(schema, at("minLength", 0), at("maxLength", 12), chaos);
		case "integer":
		case "number": {
			const most = at("maximum", at("exclusiveMaximum", Math.max(1000, at("minimum", at("exclusiveMinimum", 0)))));
			const min = at("minimum", at("exclusiveMinimum", Math.min(-10, most)));
			const edges = [min, most, ...(chaos > 0 ? [min - 1, most + 1, min + 0.5] : [])];
			const inner = { min: Math.ceil(min), max: Math.floor(most) };
			return fc.oneof(
				fc.constantFrom(...edges),
				inner.min <= inner.max ? fc.integer(inner) : fc.constant((min + most) / 2),
			);
		}
		case "boolean":
			return fc.boolean();
		default:
			return fc.constant(null);
	}
}

/** Texts whose lengths, in code points, are at the edges, and a few that the schema's pattern wants. */
function texts(schema: Schema, min: number, max: number, chaos: Chaos): fc.Arbitrary<string> {
	const characters = fc.constantFrom("a", "é", "中", "💥");
	const lengths = fc.constantFrom(
		...new Set([min, max, min + 1, ...(chaos > 0 ? [max + 1, Math.max(0, min - 1)] : [])]),
	);
	const sized = fc.tuple(characters, lengths).map(([character, length]) => character.repeat(length));
	const examples = [schema.examples ?? []].flat() as string[];
	const wanted = schema.format === "date-time" ? ["2026-02-05T09:30:00.123456Z", "2024-02-29T23:59:59Z"] : examples;
	return wanted.length > 0 ? fc.oneof(fc.constantFrom(...wanted), sized) : sized;
}

/** Objects with their properties and, in chaos, without some and with up to hundreds that they must not have. */
function objects(document: Document, schema: Schema, chaos: Chaos, depth: number): fc.Arbitrary<object> {
	const required = new Set((schema.required ?? []) as string[]);
	const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).filter(
		([name]) => depth < deepest || (required.has(name) && depth < 2 * deepest),
	);
	const members = properties.map(([name, property]) => {
		const present = valuesOf(document, property, chaos, depth).map((value) => [[name, value]]);
		const absent = fc.constant([]);
		const leftOut = required.has(name) ? chaos : 50;
		return fc.oneof({ weight: 100 - leftOut, arbitrary: present }, { weight: leftOut, arbitrary: absent });
	});
	const extra = fc.oneof(
		{ weight: 200 - chaos, arbitrary: fc.constant([]) },
		{ weight: chaos, arbitrary: fc.constantFrom(...oddNames, "titel").map((name) => [[name, 1]]) },
		{
			weight: chaos,
			arbitrary: fc
				.integer({ min: 30, max: 400 })
				.map((count) => Array.from({ length: count }, (_, index) => [`k${index}`, index])),
		},
	);
	return fc
		.tuple(fc.tuple(...members), extra)
		.map(([known, unknown]) => Object.fromEntries([...known.flat(), ...unknown] as [string, unknown][]));
}
