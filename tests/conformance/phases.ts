import type { Check, Run } from "./check.ts";
import { exchange } from "./check.ts";
import { checkConstraints } from "./constrained.ts";
import type { Contract } from "./contract.ts";
import { checkDocumented } from "./documented.ts";
import { checkIsolation } from "./isolation.ts";
import { checkModel } from "./model.ts";
import { checkRandom } from "./random.ts";
import type { Service } from "./service.ts";

/** Everything that is checked, in order. */
export const phases = {
	documented: checkDocumented,
	constraints: checkConstraints,
	random: checkRandom,
	model: checkModel,
	isolation: checkIsolation,
} satisfies Record<string, (run: Run) => Promise<Check[]>>;
export type Phase = keyof typeof phases;

interface ConformanceOptions {
	readonly contract: Contract;
	readonly service: Service;
	/** The only operation that is checked, by its id. */
	readonly only?: string | undefined;
	readonly seed: number;
	readonly examples: number;
	readonly patience?: number;
	readonly phases?: readonly Phase[];
}

/** Checks a service against its contract, and removes what it made there, where the contract allows that. */
export async function conformance({
	contract,
	service,
	only,
	seed,
	examples,
	patience = 10_000,
	phases: chosen = Object.keys(phases) as Phase[],
}: ConformanceOptions): Promise<Check[]> {
	const caller = await service.newCaller();
	if (!caller) throw new Error("there is nobody to ask as");
	const run: Run = {
		contract,
		service,
		caller,
		operations: contract.operations.filter(({ id }) => only === undefined || id === only),
		seed,
		examples,
		patience,
		made: new Map(),
	};
	const checks: Check[] = [];
	try {
		for (const phase of chosen)
			checks.push(
				...(await phases[phase](run).catch((error: Error) => [
					{ phase, operation: only ?? "all", name: "to the end", findings: [{ what: error.message, place: "" }] },
				])),
			);
	} finally {
		await tidy(run);
	}
	return checks;
}

/** Deletes what the run made: a deployment's users are not to find it. */
async function tidy(run: Run): Promise<void> {
	const removers = run.contract.operations.filter(({ method }) => method === "DELETE");
	for (const [location, { caller }] of run.made)
		for (const operation of removers) {
			const pattern = operation.path.replace(/\{\w+\}/g, "[^/]+");
			if (!new RegExp(`^${pattern}$`).test(location)) continue;
			await exchange(run, { operation, caller, target: location, path: {}, query: [], headers: {} });
		}
}
