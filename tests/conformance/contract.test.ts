/** Where a finding leads: the line of the contract that says otherwise. */
import { expect, test } from "bun:test";
import { readContract } from "./contract.ts";

const yaml = `paths: {}
components:
  responses:
    Gone:
      headers: &headers
        Cache-Control: { schema: { type: string, maxLength: 8 } }
    Away:
      headers: *headers
  parameters:
    Limit: { name: limit, schema: { type: integer, maximum: 100 } }
x-unrouted: { responses: {} }
`;

test.each([
	["a block", ["components", "parameters"], undefined, 9],
	["a map on one line", ["components", "parameters", "Limit", "schema"], "maximum", 10],
	[
		"a block that stands twice, there where it is written",
		["components", "responses", "Away", "headers"],
		undefined,
		5,
	],
	["a part of it", ["components", "responses", "Away", "headers", "Cache-Control", "schema"], "maxLength", 6],
])("%s is found on its line", (_, path, keyword, line) => {
	const contract = readContract(yaml, "tasks.yaml");
	const node = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], contract.document);
	expect(contract.placeOf(node as object, keyword)).toBe(`tasks.yaml:${line}`);
});
