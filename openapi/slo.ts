import {
	type Document,
	listOperations,
	type Operation,
} from "../src/contract/document.ts";

/** Within what time, in milliseconds, 95 and 99 of 100 requests are answered. */
interface Slo {
	readonly p95: number;
	readonly p99: number;
}

/** The load tests' table of operations: where each one is, and its `x-slo`. Throws where an operation has none. */
export const generateOperations = (document: Document): string =>
	`export const operations = {
${listOperations(document)
	.map(
		(operation) =>
			`    ${operation.id}: ${JSON.stringify({
				method: operation.method,
				path: operation.path,
				slo: sloOf(document, operation),
			})},\n`,
	)
	.join("")}} as const;
`;

function sloOf(document: Document, { id, method, path }: Operation): Slo {
	const item = document.paths[path] as Record<string, { "x-slo"?: Slo }>;
	const slo = item[method.toLowerCase()]?.["x-slo"];
	if (!slo || !(slo.p95 > 0) || !(slo.p99 >= slo.p95))
		throw new Error(`${id}: x-slo must give p95 and p99, in milliseconds`);
	return { p95: slo.p95, p99: slo.p99 };
}
