import fc from "fast-check";
import { type Check, exchange, type Finding, finding, nameOf, type Run } from "./check.ts";
import { type Answer, type Draft, withHeaders } from "./request.ts";
import { search } from "./search.ts";
import type { Caller } from "./service.ts";

/** A task as its owner knows it: what they were last told, and the order of its changes. */
interface Known {
	readonly data: Readonly<Record<string, unknown>> & { readonly id: number };
	readonly etag: string;
	readonly created: number;
	readonly updated: number;
}

/** All tasks of one user, and what stands behind the keys that they used. */
interface Model {
	readonly tasks: Known[];
	readonly keys: Map<string, { readonly body: string; readonly id: number }>;
	clock: number;
}

interface Changes {
	readonly title?: string;
	readonly description?: string | null;
	readonly completed?: boolean;
}
type Step =
	| { do: "create"; body: Changes; key?: string | undefined }
	| { do: "updateTask" | "replaceTask"; at: number; body: Changes; tag: Tag }
	| { do: "toggle"; at: number; body?: Changes | undefined; tag: Tag }
	| { do: "delete"; at: number; tag: Tag }
	| { do: "get"; at: number; tag: Tag }
	| { do: "list"; status?: string | undefined; sort: string; order: string; limit: number; offset: number };
type Tag = "none" | "current" | "stale" | "weak" | "any" | "list";
/** Takes a step of one user's, and notes it in the model; what is wrong with its answer. */
type Take<Taken extends Step> = (run: Run, caller: Caller, model: Model, step: Taken) => Promise<Finding | undefined>;

/** How many users work at once: a far service answers them all in the time in which it answers one. */
const people = 12;

/** Phase 4: random steps of several users at once; every answer is what a model of the tasks service says. */
export async function checkModel(run: Run): Promise<Check[]> {
	const known = new Set(run.contract.operations.map(({ id }) => id));
	if (!modelled.every((id) => known.has(id)) || run.operations.length === 1) return [];
	const check = { phase: "model", operation: "all", name: "random steps of many users at once" };
	if (!run.service.hasNewCallers) {
		const untried = "it takes users who have no tasks yet";
		return [{ ...check, findings: [], untried }];
	}
	const steps = fc.array(step, { minLength: 10, maxLength: 30, size: "max" });
	const { findings, input } = await search(
		run,
		Math.ceil(run.examples / 10),
		fc.array(steps, { minLength: people, maxLength: people }),
		async (all) => {
			const callers = await Promise.all(all.map(() => run.service.newCaller()));
			const found = await Promise.all(all.map((own, index) => live(run, callers[index] as Caller, own)));
			return found.flat();
		},
	);
	return [
		{ ...check, findings: findings.map((each) => ({ ...each, what: `${each.what}, after ${input}` })) },
		{ ...check, name: "a long list", findings: await checkLength(run) },
	];
}

const modelled = [
	"listTasks",
	"createTask",
	"getTask",
	"replaceTask",
	"updateTask",
	"deleteTask",
	"toggleTaskCompletion",
];

// Two are equal, and no collation orders any two of the others otherwise.
const title = fc.constantFrom("a", "b", "b", "c", "d  d ");
const description = fc.constantFrom(null, "", " d ", "💥\n");
const changes = fc.record({ title, description, completed: fc.boolean() }, { requiredKeys: [] });
const at = fc.nat(5);
const tag = fc.constantFrom<Tag>("none", "none", "none", "current", "stale", "weak", "any", "list");
/** Half of all steps make or list tasks: the others need some, and show what they did in a list. */
const step = fc.oneof<fc.MaybeWeightedArbitrary<Step>[]>(
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant("create"),
			body: fc.record({ title, description }, { requiredKeys: ["title"] }),
			key: fc.constantFrom(undefined, undefined, "k1", "k2"),
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			do: fc.constant("list"),
			status: fc.constantFrom(undefined, "Pending", "Completed"),
			sort: fc.constantFrom("created_at", "updated_at", "title"),
			order: fc.constantFrom("asc", "desc"),
			limit: fc.integer({ min: 1, max: 3 }),
			offset: fc.constantFrom(0, 0, 0, 1, 2),
		}),
	},
	fc.record({
		do: fc.constantFrom("updateTask", "replaceTask"),
		at,
		body: changes.filter((each) => Object.keys(each).length > 0),
		tag,
	}),
	fc.record({
		do: fc.constant("toggle"),
		at,
		body: fc.constantFrom(undefined, {}, { completed: true }, { completed: false }),
		tag,
	}),
	fc.record({ do: fc.constant("delete"), at, tag }),
	fc.record({ do: fc.constant("get"), at, tag }),
);

/** Takes one user's steps, each against what the model says of it. */
async function live(run: Run, caller: Caller, steps: Step[]): Promise<Finding[]> {
	const model: Model = { tasks: [], keys: new Map(), clock: 0 };
	for (const step of steps) {
		const found = await take(run, caller, model, step);
		if (found) return [found];
	}
	return [];
}

function take(run: Run, caller: Caller, model: Model, step: Step): Promise<Finding | undefined> {
	if (step.do === "list") return walk(run, caller, model, step);
	return step.do === "create" ? create(run, caller, model, step) : touch(run, caller, model, step);
}

function request(run: Run, caller: Caller, id: string, task?: number, body?: object): Draft {
	const operation = run.contract.operations.find((each) => each.id === id);
	if (!operation) throw new Error(`no operation ${id}`);
	return {
		operation,
		caller,
		path: { user_id: caller.id, task_id: String(task) },
		query: [],
		headers: body ? { "content-type": "application/json" } : {},
		body: body && JSON.stringify(body),
	};
}

const fault = (run: Run, draft: Draft, expected: string, answer: Answer) =>
	finding(run, draft, `${draft.operation.id} should answer ${expected}, and answers ${nameOf(answer)} ${answer.text}`);

/** What a task is after its creation or a change: what was sent, and the rest as it was. */
const merge = (before: Readonly<Record<string, unknown>>, sent: Changes) => {
	const after = { ...before, ...sent };
	return { ...after, status: after.completed ? "Completed" : "Pending" };
};

/** Whether a body has this task; where it is a changed one, it was changed later than this. */
function shows({ json }: Answer, data: Readonly<Record<string, unknown>>, isChanged: boolean): boolean {
	const shown = (json as { data: Readonly<Record<string, unknown>> }).data;
	if (!isChanged) return Bun.deepEquals(shown, data);
	const [now, before] = [shown, data].map(({ updated_at }) => instantOf(String(updated_at))) as [string, string];
	return now > before && Bun.deepEquals({ ...shown, updated_at: "" }, { ...data, updated_at: "" });
}

/** An instant with all of its six decimals: as text, these are in order. */
function instantOf(time: string): string {
	const [seconds, decimals = ""] = time.replace("Z", "").split(".");
	return `${seconds}.${decimals.padEnd(6, "0")}`;
}

const create: Take<Extract<Step, { do: "create" }>> = async (run, caller, model, { body, key }) => {
	const plain = request(run, caller, "createTask", undefined, body);
	const draft = key ? withHeaders(plain, { "idempotency-key": key }) : plain;
	const answer = await exchange(run, draft);
	const used = key ? model.keys.get(key) : undefined;
	const first = model.tasks.find(({ data }) => data.id === used?.id);
	const content = JSON.stringify([body.title, body.description ?? null]);
	if (first && used?.body !== content) return answer.status === 422 ? undefined : fault(run, draft, "422", answer);
	if (answer.status !== 201) return fault(run, draft, "201", answer);
	const data = (answer.json as { data: Known["data"] }).data;
	if (first)
		return Bun.deepEquals(data, first.data)
			? undefined
			: fault(run, draft, `the first task, ${JSON.stringify(first.data)}`, answer);

	const expected = merge(
		{
			...{ id: data.id, user_id: caller.id, description: null, completed: false },
			...{ created_at: data.created_at, updated_at: data.created_at },
		},
		body,
	);
	const isNew = model.tasks.every((each) => each.data.id !== data.id);
	const leads = `/api/${encodeURIComponent(caller.id)}/tasks/${data.id}`;
	if (!isNew || !shows(answer, expected, false) || answer.headers.get("location") !== leads)
		return fault(run, draft, `a new task ${JSON.stringify(expected)} at ${leads}`, answer);
	if (key) model.keys.set(key, { body: content, id: data.id });
	model.clock += 1;
	model.tasks.push({ data, etag: answer.headers.get("etag") ?? "", created: model.clock, updated: model.clock });
	return undefined;
};

const operationOf = {
	updateTask: "updateTask",
	replaceTask: "replaceTask",
	toggle: "toggleTaskCompletion",
	delete: "deleteTask",
	get: "getTask",
};

/** Gets, changes or deletes one task, under a condition or none. */
const touch: Take<Exclude<Step, { do: "create" | "list" }>> = async (run, caller, model, step) => {
	// One place more than there are tasks is that of one that is not there.
	const index = step.at % (model.tasks.length + 1);
	const task = model.tasks[index];
	const body = "body" in step ? step.body : undefined;
	const header = step.do === "get" ? "if-none-match" : "if-match";
	const current = task?.etag ?? '"1"';
	const tags = { current, stale: '"stale"', weak: `W/${current}`, any: "*", list: `"stale", ${current}` };
	const draft = withHeaders(
		// An id of nobody's, as far as there are tests to tell.
		request(run, caller, operationOf[step.do], task?.data.id ?? 2 ** 52, body),
		step.tag === "none" ? {} : { [header]: tags[step.tag] },
	);
	const answer = await exchange(run, draft);
	const etag = answer.headers.get("etag") ?? "";
	const expect = (status: number, data?: Known["data"], isChanged = false) => {
		const isRight =
			answer.status === status &&
			(data === undefined || shows(answer, data, isChanged)) &&
			(status >= 400 || (etag !== "" && (etag !== task?.etag) === isChanged));
		const expected = `${status} ${data ? JSON.stringify(data) : ""} with ${isChanged ? "an ETag other than" : "the ETag"} ${task?.etag}`;
		return isRight ? undefined : fault(run, draft, expected, answer);
	};

	if (!task) return expect(404);
	// Weak tags match in a read, and never in a change (RFC 9110 section 13.1).
	if (step.do === "get") return step.tag === "none" || step.tag === "stale" ? expect(200, task.data) : expect(304);
	if (step.tag === "stale" || step.tag === "weak") return expect(412);
	if (step.do === "delete") {
		model.tasks.splice(index, 1);
		return expect(200, task.data);
	}
	const flipped = { completed: !task.data.completed };
	const sent = step.do === "toggle" ? { ...flipped, ...body } : (body ?? {});
	const data = merge(task.data, sent) as unknown as Known["data"];
	model.clock += 1;
	const { updated_at } = (answer.json as { data: Known["data"] }).data ?? {};
	model.tasks[index] = { ...task, data: { ...data, updated_at }, etag, updated: model.clock };
	return expect(200, data, true);
};

/**
 * Walks all pages of a list forwards: every task in its place, none twice, and the count of them. From the last one, its
 * links lead back, and its cursor leads nowhere in another list.
 */
const walk: Take<Extract<Step, { do: "list" }>> = async (run, caller, model, step) => {
	const { status, sort, order, limit, offset } = step;
	const direction = order === "asc" ? 1 : -1;
	const rank = { created_at: "created", updated_at: "updated" }[sort] as "created" | "updated" | undefined;
	const expected = model.tasks
		.filter(({ data }) => status === undefined || data.status === status)
		.toSorted((one, other) => {
			const by = rank
				? one[rank] - other[rank]
				: Number(String(one.data.title) > String(other.data.title)) -
					Number(String(one.data.title) < String(other.data.title));
			return direction * (by || one.data.id - other.data.id);
		})
		.map(({ data }) => data);

	let draft: Draft = {
		...request(run, caller, "listTasks"),
		headers: { prefer: "count=exact" },
		query: [
			...(status ? [["status", status] as const] : []),
			["sort", sort],
			["order", order],
			["limit", String(limit)],
			...(offset > 0 ? [["offset", String(offset)] as const] : []),
		],
	};
	const has = ({ json }: Answer, begin: number) =>
		Bun.deepEquals(json, { data: expected.slice(begin, begin + limit), error: null });
	for (let begin = offset; ; begin += limit) {
		const answer = await exchange(run, draft);
		const page = expected.slice(begin, begin + limit);
		const next = linkTo(run, draft, answer, "next");
		const isRight =
			has(answer, begin) &&
			answer.headers.get("x-total-count") === String(expected.length) &&
			answer.headers.get("preference-applied") === "count=exact" &&
			(next !== undefined) === begin + limit < expected.length;
		if (!isRight)
			return fault(
				run,
				draft,
				`page ${(begin - offset) / limit + 1} of ${expected.length} tasks, ${JSON.stringify(page)}`,
				answer,
			);
		if (next) {
			draft = next;
			continue;
		}
		if (begin === offset) return undefined;
		const reversed = draft.query.map(([name, value]) =>
			name === "order" ? ([name, order === "asc" ? "desc" : "asc"] as const) : ([name, value] as const),
		);
		const others: readonly (readonly [Draft | undefined, string, (back: Answer) => boolean])[] = [
			[linkTo(run, draft, answer, "prev"), "the page before", (back) => has(back, begin - limit)],
			[linkTo(run, draft, answer, "first"), "the first page", (back) => has(back, 0)],
			[{ ...draft, query: reversed }, "400 for another list's cursor", ({ status }) => status === 400],
		];
		const found = await Promise.all(
			others.map(async ([asked, expectation, isRight]) => {
				if (!asked) return fault(run, draft, `a link to ${expectation}`, answer);
				const back = await exchange(run, asked);
				return isRight(back) ? undefined : fault(run, asked, expectation, back);
			}),
		);
		return found.find((each) => each);
	}
};

/** The request for another page, as a page's `Link` has it (RFC 8288). */
function linkTo(run: Run, draft: Draft, { headers }: Answer, rel: string): Draft | undefined {
	const [, link] = new RegExp(`<([^>]*)>; rel="${rel}"`).exec(headers.get("link") ?? "") ?? [];
	return link ? { ...draft, query: [...new URL(link, run.service.url).searchParams] } : undefined;
}

/** A page has as many tasks as it may have, and by itself as the default says: no list of the random steps is that long. */
async function checkLength(run: Run): Promise<Finding[]> {
	const caller = (await run.service.newCaller()) as Caller;
	const list = request(run, caller, "listTasks");
	const limit = run.contract.operations
		.find(({ id }) => id === "listTasks")
		?.parameters.find(({ name }) => name === "limit")?.schema;
	const [most, standard] = [Number(limit?.maximum), Number(limit?.default)];
	const create = request(run, caller, "createTask", undefined, { title: "one of many" });
	await Promise.all(Array.from({ length: most + 1 }, () => exchange(run, create)));
	const lists = [
		[list, standard],
		[{ ...list, query: [["limit", String(most)]] as const }, most],
	] as const;
	const found = lists.map(async ([draft, length]) => {
		const answer = await exchange(run, draft);
		const { data } = answer.json as { data?: unknown[] };
		return data?.length === length ? [] : [fault(run, draft, `${length} of ${most + 1} tasks`, answer)];
	});
	return (await Promise.all(found)).flat();
}
