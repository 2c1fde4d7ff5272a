import fc from "fast-check";
import type { Finding, Run } from "./check.ts";

/**
 * Examines random inputs until one has findings, then ever smaller ones as long as the run has patience. Gives back the
 * findings of the smallest, and that input as text. Throws what the examination throws.
 */
export async function search<Input>(
	{ seed, patience }: Run,
	runs: number,
	inputs: fc.Arbitrary<Input>,
	examine: (input: Input) => Promise<readonly Finding[]>,
): Promise<{ findings: readonly Finding[]; input: string }> {
	let smallest = { findings: [] as readonly Finding[], input: "" };
	let first: number | undefined;
	let thrown: unknown;
	const property = fc.asyncProperty(inputs, async (input) => {
		if (thrown || (first && performance.now() - first > patience)) return true;
		const findings = await examine(input).catch((error) => {
			thrown = error;
			return [];
		});
		if (findings.length === 0) return true;
		first ??= performance.now();
		smallest = { findings, input: fc.stringify(input) };
		return false;
	});
	await fc.check(property, { seed, numRuns: runs });
	if (thrown) throw thrown;
	return smallest;
}
