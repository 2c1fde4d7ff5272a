/** The times that the contract promises, as the load tests take them. */
import { expect, test } from "bun:test";
import { operations } from "../../load/lib/operations.generated.ts";
import { generateOperations } from "../../openapi/slo.ts";
import type { Document } from "../../src/contract/document.ts";

test("every operation is promised within what the specifications ask for", () => {
	for (const [id, { slo }] of Object.entries(operations)) {
		expect(slo.p95).toBeLessThan(id === "listTasks" ? 200 : 500);
		expect(slo.p99).toBeGreaterThanOrEqual(slo.p95);
	}
});

test.each([
	["none", {}],
	["no p99", { "x-slo": { p95: 100 } }],
	["a p99 below its p95", { "x-slo": { p95: 100, p99: 50 } }],
	["a p95 of nothing", { "x-slo": { p95: 0, p99: 50 } }],
])("an operation with %s is named to whoever generates", (_, slo) => {
	const get = { operationId: "listBooks", responses: {}, ...slo };
	expect(() =>
		generateOperations({ paths: { "/books": { get } }, "x-unrouted": { responses: {} } } as Document),
	).toThrow("listBooks: x-slo must give p95 and p99, in milliseconds");
});
