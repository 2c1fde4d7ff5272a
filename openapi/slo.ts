import type { Document, Slo } from "../src/contract/document.ts";
import { listOperations, type Operation } from "../src/contract/operation.ts";
import { indented } from "./indented.ts";

/** The load tests' table of operations: where each one is, and its `x-slo`. Throws where an operation has none. */
export function generateOperations(document: Document): string {
	const operations = listOperations(document).map((operation) => {
		const { id, method, path } = operation;
		return `${id}: ${JSON.stringify({ method, path, slo: sloOf(operation) })},`;
	});
	return `export const operations = {
${indented(4, operations.join("\n"))}
} as const;
`;
}

function sloOf({ id, slo }: Operation): Slo {
	if (!slo || !(slo.p95 > 0) || !(slo.p99 >= slo.p95))
		throw new Error(`${id}: x-slo must give p95 and p99, in milliseconds`);
	return { p95: slo.p95, p99: slo.p99 };
}
