import type { Operation } from "../../src/contract/operation.ts";
import { type Check, codeOf, exchange, type Finding, finding, nameOf, type Run } from "./check.ts";
import { gate } from "./gate.ts";
import { creatorFor, goodRequest, nextPage, withParameter } from "./good.ts";
import { type Answer, type Draft, withHeaders } from "./request.ts";
import type { Caller } from "./service.ts";

/** One way to get at what another has: what is found of it, undefined where the operation has no such way. */
type Attempt = (
	run: Run,
	operation: Operation,
	parties: { readonly victim: Caller; readonly attacker: Caller },
) => Promise<Finding[] | undefined>;

/**
 * Phase 5: for each operation on a path with `x-owner`, another's token, path, ids, cursors, entity tags and keys never
 * get an answer that differs from that for what does not exist, and change nothing.
 */
export async function checkIsolation(run: Run): Promise<Check[]> {
	const owned = run.operations.filter(ownerOf);
	// Where there are only so many users, each is in several roles: then one operation at a time.
	const turns = gate(run.service.hasNewCallers ? owned.length : 1);
	const checks = await Promise.all(owned.map((operation) => turns(() => checkOperation(run, operation))));
	return checks.flat();
}

async function checkOperation(run: Run, operation: Operation): Promise<Check[]> {
	const check = { phase: "isolation", operation: operation.id };
	const [victim, attacker] = await Promise.all([run.service.newCaller(), run.service.newCaller()]);
	if (!victim || !attacker) return [{ ...check, name: "another's", findings: [], untried: "it takes two users" }];
	const parties = { victim, attacker };
	const tries = {
		"another's path": await foreignPath(run, operation, parties),
		"another's id": await foreignId(run, operation, parties),
		"another's cursor": await foreignCursor(run, operation, parties),
		"another's key": await foreignKey(run, operation, parties),
		"in a list": await foreignInList(run, operation, parties),
	};
	return Object.entries(tries).flatMap(([name, findings]) => (findings ? { ...check, name, findings } : []));
}

/** Under another's path: the same refusal whether there is something or not, and nothing is changed. */
const foreignPath: Attempt = async (run, operation, { victim, attacker }) => {
	const owner = ownerOf(operation);
	if (!owner) return undefined;
	const theirs = await goodRequest(run, operation, victim);
	const draft = { ...theirs, caller: attacker };
	const place = run.contract.placeOf(owner, "x-owner");
	const findings: Finding[] = [];
	const before = await look(run, operation, theirs);
	for (const each of [draft, withHeaders(draft, { "if-match": "*" })]) {
		const answer = await exchange(run, each);
		if (codeOf(answer) !== owner["x-owner"])
			findings.push(
				finding(run, each, `another's path is answered ${nameOf(answer)} instead of ${owner["x-owner"]}`, place),
			);
		const nothing = nowhere(run, operation, each);
		if (nothing) findings.push(...difference(run, each, answer, await exchange(run, nothing)));
	}
	return [...findings, ...unchanged(run, draft, before, await look(run, operation, theirs))];
};

/** Another's id under one's own path, with all that is known of it: the same as one that never was. */
const foreignId: Attempt = async (run, operation, { victim, attacker }) => {
	const theirs = await goodRequest(run, operation, victim);
	const mine = await goodRequest(run, operation, attacker);
	const draft: Draft = { ...mine, path: { ...theirs.path, ...ownOf(operation, attacker) } };
	const nothing = nowhere(run, operation, draft);
	if (!nothing) return undefined;
	const before = await look(run, operation, theirs);
	const etag = before?.headers.get("etag") ?? '"1"';
	const findings: Finding[] = [];
	for (const headers of [
		{},
		{ "if-match": etag },
		{ "if-match": '"none"' },
		{ "if-none-match": etag },
		{ prefer: "return=minimal" },
	] as Record<string, string>[]) {
		const foreign = withHeaders(draft, headers);
		findings.push(
			...difference(run, foreign, await exchange(run, foreign), await exchange(run, withHeaders(nothing, headers))),
		);
	}
	return [...findings, ...unchanged(run, draft, before, await look(run, operation, theirs))];
};

/** A cursor that another got is like one that nobody did. */
const foreignCursor: Attempt = async (run, operation, { victim, attacker }) => {
	const opaque = operation.parameters.find((each) => each["x-opaque"]);
	const page = opaque && (await nextPage(run, operation, victim));
	if (!page) return undefined;
	const draft: Draft = { ...page, caller: attacker, path: { ...page.path, ...ownOf(operation, attacker) } };
	const madeUp = withParameter(draft, opaque, ["conformance"]);
	return difference(run, draft, await exchange(run, draft), await exchange(run, madeUp));
};

/** A key that another used is as good as a new one. */
const foreignKey: Attempt = async (run, operation, { victim, attacker }) => {
	const header = operation.parameters.find(({ name }) => name === "Idempotency-Key");
	if (!header) return undefined;
	const key = { "idempotency-key": crypto.randomUUID() };
	const theirs = await goodRequest(run, operation, victim, "full");
	await exchange(run, withHeaders(theirs, key));
	const mine = await goodRequest(run, operation, attacker);
	const draft = withHeaders(mine, key);
	const [used, unused] = [await exchange(run, draft), await exchange(run, mine)];
	return used.status === unused.status && !used.text.includes(victim.id)
		? []
		: [finding(run, draft, `a key that another used is answered ${nameOf(used)} instead of ${nameOf(unused)}`)];
};

/** Nothing of what another made is in what one gets. */
const foreignInList: Attempt = async (run, operation, { victim, attacker }) => {
	if (operation.method !== "GET") return undefined;
	await goodRequest(run, operation, victim);
	const draft = await goodRequest(run, operation, attacker);
	const { text, headers } = await exchange(run, draft);
	return (text + JSON.stringify([...headers])).includes(victim.id)
		? [finding(run, draft, "the answer has something of another user's")]
		: [];
};

const ownerOf = ({ parameters }: Operation) => parameters.find((each) => each["x-owner"]);

/** The path's values that are the caller's own id. */
const ownOf = ({ parameters }: Operation, { id }: Caller) =>
	Object.fromEntries(parameters.filter((each) => each["x-owner"]).map(({ name }) => [name, id] as const));

/** The draft about something that never was; undefined where its path leads to no thing that is made. */
function nowhere(run: Run, operation: Operation, draft: Draft): Draft | undefined {
	const last = operation.parameters.findLast((each) => each.in === "path" && !each["x-owner"]);
	if (!last || !creatorFor(run, operation)) return undefined;
	const { maximum } = last.schema;
	return withParameter(draft, last, [maximum === undefined ? crypto.randomUUID() : String(maximum)]);
}

/** What is at the draft's path, as its owner sees it. */
async function look(run: Run, { path }: Operation, draft: Draft): Promise<Answer | undefined> {
	const { operations } = run.contract;
	const reader =
		operations.find((each) => each.method === "GET" && each.path === path) ??
		// What is done to a thing has a path below it.
		operations.find((each) => each.method === "GET" && path.startsWith(`${each.path}/`) && each.path.endsWith("}"));
	if (!reader) return undefined;
	const { path: values, caller } = draft;
	return exchange(run, { operation: reader, caller, path: values, query: [], headers: {} });
}

function unchanged(run: Run, draft: Draft, before: Answer | undefined, after: Answer | undefined): Finding[] {
	return before?.text === after?.text && before?.headers.get("etag") === after?.headers.get("etag")
		? []
		: [finding(run, draft, "what is another's was changed")];
}

/** Whether two answers can be told apart. */
function difference(run: Run, draft: Draft, foreign: Answer, nothing: Answer): Finding[] {
	const [one, other] = [foreign, nothing].map(({ status, headers, text }) =>
		JSON.stringify([
			status,
			text,
			[...headers].filter(([name]) => name !== "date" && name !== "x-request-id").toSorted(),
		]),
	);
	return one === other
		? []
		: [
				finding(
					run,
					draft,
					`what is another's is answered ${nameOf(foreign)}, and what does not exist ${nameOf(nothing)}: ${one} and ${other}`,
				),
			];
}
