import { type Document, listOperations, type Operation, type Slo } from "../src/contract/document.ts";

/** The load tests' table of operations: where each one is, and its `x-slo`. Throws where an operation has none. */
export const generateOperations = (document: Document): string =>
	`export const operations = {
${listOperations(document)
	.map(
		(operation) =>
			`    ${operation.id}: ${JSON.stringify({
				method: operation.method,
				path: operation.path,
				slo: sloOf(operation),
			})},\n`,
	)
	.join("")}} as const;
`;

function sloOf({ id, slo }: Operation): Slo {
	if (!slo || !(slo.p95 > 0) || !(slo.p99 >= slo.p95))
		throw new Error(`${id}: x-slo must give p95 and p99, in milliseconds`);
	return { p95: slo.p95, p99: slo.p99 };
}
