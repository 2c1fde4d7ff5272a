import fc from "fast-check";
import type { Document, Schema } from "../../src/contract/document.ts";
import { merged } from "./contract.ts";
import { independent } from "./validators.ts";

/**
 * A value that a schema allows, the contract's own example where it has one; with every property that it knows, or
 * with as few as it needs. Throws where none is found.
 */
export function sampleOf(
	document: Document,
	schema: Schema,
	extent: "full" | "least",
): unknown {
	const whole = merged(document, schema);
	const value = candidates(document, whole, extent).find((each) =>
		independent(document, schema)(each),
	);
	if (value === undefined)
		throw new Error(
			`no value is known that this schema allows: ${JSON.stringify(schema)}`,
		);
	return value;
}

function candidates(
	document: Document,
	schema: Schema,
	extent: "full" | "least",
): unknown[] {
	const types = [schema.type ?? []].flat() as string[];
	return [
		schema.const,
		...((schema.enum ?? []) as unknown[]),
		...(types.includes("object")
			? [objectOf(document, schema, extent)]
			: ((schema.examples ?? []) as unknown[])),
		...(types.includes("array")
			? [
					Array.from(
						{ length: Math.max(1, Number(schema.minItems ?? 1)) },
						() => sampleOf(document, (schema.items ?? {}) as Schema, extent),
					),
				]
			: []),
		...(types.includes("string") ? texts(schema) : []),
		...numbers(schema),
		true,
		null,
	].filter((value) => value !== undefined);
}

/** The numbers at the edges of what a schema allows, and a few beside them. */
function numbers(schema: Schema): number[] {
	const edges = [
		schema.minimum,
		schema.exclusiveMinimum,
		schema.maximum,
		schema.exclusiveMaximum,
	].filter((edge) => typeof edge === "number");
	return [...edges, ...edges.flatMap((edge) => [edge + 1, edge - 1]), 1];
}

const formats: Readonly<Record<string, string>> = {
	"date-time": "2024-02-29T23:59:59Z",
	date: "2024-02-29",
	uuid: "0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11",
	email: "somebody@example.org",
};

function texts({ format, pattern, minLength, maxLength }: Schema): string[] {
	const length = Math.max(Number(minLength ?? 0), 1);
	return [
		formats[String(format)] ?? "",
		"a".repeat(length),
		"1".repeat(length),
		"x".repeat(Number(maxLength ?? length)),
		...(typeof pattern === "string" ? matching(pattern) : []),
	];
}

/** A few texts that a pattern allows; none where it is beyond fast-check. */
function matching(pattern: string): string[] {
	try {
		return fc.sample(fc.stringMatching(new RegExp(pattern, "u")), {
			numRuns: 20,
			seed: 1,
		});
	} catch {
		return [];
	}
}

function objectOf(
	document: Document,
	schema: Schema,
	extent: "full" | "least",
): Record<string, unknown> {
	const required = (schema.required ?? []) as string[];
	const least = Number(schema.minProperties ?? 0);
	const properties = Object.entries(
		(schema.properties ?? {}) as Record<string, Schema>,
	);
	const chosen = properties.filter(
		([name], index) =>
			extent === "full" || required.includes(name) || index < least,
	);
	return Object.fromEntries(
		chosen.map(([name, property]) => [
			name,
			sampleOf(document, property, extent),
		]),
	);
}
