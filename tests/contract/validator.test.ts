/** What the engine takes and refuses, against an independent validator of JSON Schema 2020-12. */
import { describe, expect, test } from "bun:test";
import Ajv from "ajv/dist/2020";
import formats from "ajv-formats";
import fc from "fast-check";
import tasks from "../../openapi/tasks.yaml" with { type: "text" };
import type { Document, Schema } from "../../src/contract/document.ts";
import { listOperations } from "../../src/contract/operation.ts";
import { validator } from "../../src/contract/validator.ts";
import library from "./library.yaml" with { type: "text" };
import { type Chaos, valuesOf } from "./values.ts";

/** Every schema of a contract, with a name to find it by: its components, and what its operations spell out. */
function schemasOf(document: Document): Map<string, Schema> {
	const schemas = new Map(Object.entries(document.components?.schemas ?? {}));
	for (const { id, parameters, body, responses } of listOperations(document)) {
		for (const { name, schema } of parameters) schemas.set(`${name} of ${id}`, schema);
		for (const each of [body, ...responses.values()]) {
			const schema = each?.content?.["application/json"]?.schema;
			if (schema && !schema.$ref) schemas.set(`a body of ${id}`, schema);
		}
	}
	return schemas;
}

function independent(document: Document, schema: Schema): (value: unknown) => boolean {
	const ajv = formats.default(new Ajv({ strict: false, logger: false }));
	return ajv.compile({ ...schema, components: document.components });
}

const cases = [
	["tasks.yaml", tasks],
	["library.yaml", library],
].flatMap(([file, yaml]) => {
	const document = Bun.YAML.parse(yaml as string) as Document;
	return [...schemasOf(document)].map(([name, schema]) => [`${file}: ${name}`, document, schema] as const);
});

describe("a value is accepted exactly where its schema allows it", () => {
	test.each(cases)("%s", (_, document, schema) => {
		const validate = validator(document, schema, (path) => path || "body");
		const isAllowed = independent(document, schema);
		const seen = { accepted: 0, refused: 0 };
		const check = (chaos: Chaos, runs: number) =>
			fc.assert(
				fc.property(valuesOf(document, schema, chaos), (value) => {
					const issues = validate(value);
					expect(issues === undefined).toBe(isAllowed(value));
					seen[issues ? "refused" : "accepted"] += 1;
					if (!issues) return;
					expect(issues.length).toBeWithin(1, 33);
					for (const { field, message } of issues) expect([field, message]).not.toContain("");
				}),
				{ numRuns: runs },
			);
		check(0, 40);
		check(5, 60);
		check(60, 60);
		// Values that are all alike would prove nothing.
		expect(seen.accepted).toBeGreaterThan(0);
		expect(seen.refused).toBeGreaterThan(0);
	});
});
