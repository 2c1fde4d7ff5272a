import type { Operation } from "../../src/contract/operation.ts";
import type { Contract } from "./contract.ts";
import type { Gate } from "./gate.ts";
import { judge, placeOfOperation } from "./judge.ts";
import { type Answer, curl, type Draft, send } from "./request.ts";
import type { Caller, Service } from "./service.ts";

/** Something that the service does and its contract does not say, or the other way round. */
export interface Finding {
	readonly what: string;
	/** The line of the contract that is broken, like `tasks.yaml:120`. */
	readonly place: string;
	/** The request to see it again. */
	readonly repeat?: string;
}

/** One thing that was checked, and what came of it. */
export interface Check {
	readonly phase: string;
	readonly operation: string;
	readonly name: string;
	readonly findings: readonly Finding[];
	/** Why it was not tried, where it was not. */
	readonly untried?: string | undefined;
}

/** A run of checks against one service. */
export interface Run {
	readonly contract: Contract;
	readonly service: Service;
	/** Who asks, where it takes nobody in particular. */
	readonly caller: Caller;
	/** The operations that are checked; the others only help. */
	readonly operations: readonly Operation[];
	readonly seed: number;
	/** How many random requests each operation gets. */
	readonly examples: number;
	/** How long to look for a smaller request than one that fails, in milliseconds. */
	readonly patience: number;
	/** What was made on the way, by its path, and whose it is. */
	readonly made: Map<string, Draft>;
	/** Lets through as many requests at a time as a service takes of one user. */
	readonly gate: Gate;
	/** Set by the first request without an answer: nothing is sent any more. */
	silence?: Silence | undefined;
}

/** A request got no answer. Whatever was under way ends with it. */
export class Silence extends Error {
	constructor(readonly finding: Finding) {
		super(finding.what);
	}
}

/** Sends a request, and remembers what it made. Throws a Silence where there is no answer, or was none before. */
export const exchange = (run: Run, draft: Draft): Promise<Answer> =>
	run.gate(async () => {
		if (run.silence) throw run.silence;
		const answer = await send(run.service.url, draft).catch(({ message }: Error) => {
			run.silence ??= new Silence(finding(run, draft, `no answer comes: ${message}`));
			throw run.silence;
		});
		const location = answer.status === 201 && answer.headers.get("location");
		if (location && draft.url === undefined) run.made.set(location, draft);
		return answer;
	});

/** A finding about the answer to a request; about its operation as a whole unless a place is given. */
export function finding(
	{ contract, service }: Run,
	draft: Draft,
	what: string,
	place = placeOfOperation(contract, draft.operation),
): Finding {
	return { what, place, repeat: curl(service.url, draft) };
}

/** Sends a request and compares the answer with the contract; `expect` adds what else is wrong with it. */
export async function examine(
	run: Run,
	draft: Draft,
	expect: (answer: Answer) => Shortfall | undefined = () => undefined,
): Promise<{ answer: Answer; findings: Finding[] }> {
	const answer = await exchange(run, draft);
	const shortfalls = [expect(answer) ?? [], judge(run.contract, draft, answer)].flat();
	return { answer, findings: shortfalls.map(({ what, place }) => finding(run, draft, what, place)) };
}

/** What is wrong with an answer, and the line of the contract that says so. */
export interface Shortfall {
	readonly what: string;
	readonly place: string;
}

/** An answer in a few words: its status and error code. */
export const nameOf = (answer: Answer): string => [answer.status, codeOf(answer) ?? []].flat().join(" ");

/** The error code of an answer, where it has one. */
export const codeOf = ({ json }: Answer): string | undefined =>
	(json as { error?: { code?: string } | null } | undefined)?.error?.code;
