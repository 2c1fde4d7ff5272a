import { type Check, exchange, type Run, Silence } from "./check.ts";
import { checkConstraints } from "./constrained.ts";
import type { Contract } from "./contract.ts";
import { checkDocumented } from "./documented.ts";
import { gate } from "./gate.ts";
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

/** How many requests are under way at a time: a deployment is far away, and its share for one user is larger. */
const width = 24;

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
		gate: gate(width),
	};
	const checks: Check[] = [];
	try {
		for (const phase of chosen) {
			const check = { phase, operation: only ?? "all", name: "to the end" };
			if (run.silence) checks.push({ ...check, findings: [], untried: "a request before it got no answer" });
			else
				checks.push(
					...(await phases[phase](run).catch((error: Error) => [
						{ ...check, findings: [error instanceof Silence ? error.finding : { what: error.message, place: "" }] },
					])),
				);
		}
	} finally {
		await tidy(run);
	}
	return checks;
}

/** Deletes what the run made, as far as the service answers: a deployment's users are not to find it. */
async function tidy(run: Run): Promise<void> {
	const removers = run.contract.operations
		.filter(({ method }) => method === "DELETE")
		.map((operation) => ({ operation, pattern: new RegExp(`^${operation.path.replace(/\{\w+\}/g, "[^/]+")}$`) }));
	const deletions = [...run.made].flatMap(([target, { caller }]) =>
		removers
			.filter(({ pattern }) => pattern.test(target))
			.map(({ operation }) => ({ operation, caller, target, path: {}, query: [], headers: {} })),
	);
	// Perhaps it answers again.
	run.silence = undefined;
	await Promise.allSettled(deletions.map((draft) => exchange(run, draft)));
}
