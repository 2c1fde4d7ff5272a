/** The generated options for TanStack Query, with the real library and the real service, as a page of a frontend has them. */
import { afterAll, afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
	InfiniteQueryObserver,
	MutationObserver,
	onlineManager,
	QueryClient,
	QueryObserver,
} from "@tanstack/react-query";
import { signToken } from "../../src/auth/sign.ts";
import { type ApiError, createApi, type Task, unwrap } from "../../src/lib/api.ts";
import { createQueries } from "../../src/lib/queries.ts";
import { newUser, secret, startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

let client: QueryClient;
const observed: (() => void)[] = [];
beforeEach(() => {
	client = new QueryClient();
	client.mount();
});
afterEach(() => {
	for (const stop of observed.splice(0)) stop();
	onlineManager.setOnline(true);
	client.unmount();
	client.clear();
});

/** A frontend of this user's, whose writes wait at a gate while there is one, and the answers to its reads at another. */
function frontend(user_id = newUser()) {
	let gate: Promise<unknown> | undefined;
	let late: Promise<unknown> | undefined;
	let read = 0;
	let broken = false;
	const sent: string[] = [];
	const api = createApi({
		baseUrl: server.baseUrl,
		retries: 0,
		token: () => signToken(secret, user_id),
		fetch: async (url, init) => {
			const isWrite = init.method !== "GET";
			if (isWrite) sent.push(`${init.method} ${init.body ?? ""}`.trim());
			if (isWrite) await gate;
			if (isWrite && broken) throw new Error("the network is gone");
			const response = await fetch(url, init);
			if (isWrite) return response;
			read += 1;
			await late;
			return response;
		},
	});
	return {
		user_id,
		api,
		queries: createQueries(api),
		/** The writes so far. */
		sent,
		/** Makes each write wait until the function that this gives back is called. */
		hold() {
			const { promise, resolve } = Promise.withResolvers<void>();
			gate = promise;
			return resolve;
		},
		/** Makes the answer to each read come only when the function that this gives back is called. */
		delay() {
			const { promise, resolve } = Promise.withResolvers<void>();
			late = promise;
			return resolve;
		},
		/** The reads that were answered so far. */
		read: () => read,
		/** Makes each write fail. */
		cut() {
			broken = true;
		},
		add: (...titles: string[]) =>
			titles.reduce<Promise<Task[]>>(
				async (before, title) => [...(await before), await unwrap(api.createTask({ user_id, body: { title } }))],
				Promise.resolve([]),
			),
	};
}
type Frontend = ReturnType<typeof frontend>;

/** Keeps up to date what an observer sees, as a component does that is shown. */
function shown<Observer extends { subscribe(listener: () => void): () => void }>(observer: Observer): Observer {
	observed.push(observer.subscribe(() => {}));
	return observer;
}
/** Changes a task, as a component does that has it. */
const update = ({ queries, user_id }: Frontend, { id }: Task) =>
	new MutationObserver(client, queries.updateTask.mutationOptions({ user_id, task_id: id }));

/** Resolves once a condition holds. Throws where it does not for five seconds. */
const until = async (condition: () => boolean) => {
	const deadline = Date.now() + 5_000;
	while (!condition()) {
		if (Date.now() > deadline) throw new Error(`Not in five seconds: ${condition}`);
		await Bun.sleep(1);
	}
};
const idle = () => until(() => client.isFetching() === 0 && client.isMutating() === 0);

/** What the components of a page see: a list, its pages, and one of its tasks. */
async function page({ queries, user_id }: Frontend, { id }: Task) {
	const list = shown(new QueryObserver(client, queries.listTasks.queryOptions({ user_id })));
	const pages = shown(new InfiniteQueryObserver(client, queries.listTasks.infiniteQueryOptions({ user_id, limit: 2 })));
	const one = shown(new QueryObserver(client, queries.getTask.queryOptions({ user_id, task_id: id })));
	await idle();
	const of = (tasks: readonly Task[] | undefined) => tasks?.find((task) => task.id === id);
	return {
		/** The task, in each place where it is. */
		everywhere: () => [
			of(list.getCurrentResult().data),
			of(pages.getCurrentResult().data),
			one.getCurrentResult().data,
		],
		titles: () => ({
			list: list.getCurrentResult().data?.map(({ title }) => title),
			pages: pages.getCurrentResult().data?.map(({ title }) => title),
		}),
		etag: () => one.getCurrentResult().data?.etag,
	};
}

const three = <T>(value: T) => [value, value, value];
const failure = (call: Promise<unknown>) =>
	call.then(
		() => undefined,
		(error: ApiError) => error,
	);

describe("a query", () => {
	test("of a list gives its tasks, of a task gives it with its version", async () => {
		const { add, queries, user_id } = frontend();
		const [task] = (await add("a")) as [Task];
		const list = shown(new QueryObserver(client, queries.listTasks.queryOptions({ user_id, status: undefined })));
		const one = shown(new QueryObserver(client, queries.getTask.queryOptions({ user_id, task_id: task.id })));
		await idle();
		expect(list.getCurrentResult().data).toEqual([task]);
		expect(one.getCurrentResult().data).toEqual({ ...task, etag: '"1"' });
	});

	test("that fails has the ApiError, once: it is the client that tries again", async () => {
		const { queries } = frontend();
		const list = shown(new QueryObserver(client, queries.listTasks.queryOptions({ user_id: "somebody else" })));
		await idle();
		expect(list.getCurrentResult()).toMatchObject({
			status: "error",
			failureCount: 1,
			error: { name: "ApiError", code: "FORBIDDEN" },
		});
	});

	test("of pages loads them one by one to the end", async () => {
		const { add, queries, user_id } = frontend();
		await add("a", "b", "c", "d", "e");
		const pages = shown(
			new InfiniteQueryObserver(client, queries.listTasks.infiniteQueryOptions({ user_id, limit: 2, order: "asc" })),
		);
		await idle();
		const seen: number[] = [];
		while (pages.getCurrentResult().hasNextPage) {
			seen.push(pages.getCurrentResult().data?.length ?? 0);
			await pages.fetchNextPage();
		}
		expect(seen).toEqual([2, 4]);
		expect(pages.getCurrentResult().data?.map(({ title }) => title)).toEqual(["a", "b", "c", "d", "e"]);
	});

	test("of one user is never another's, whatever their lists are filtered by", async () => {
		const [ann, bob] = [frontend(), frontend()];
		await Promise.all([ann.add("of Ann"), bob.add("of Bob")]);
		for (const { queries, user_id } of [ann, bob]) {
			await client.prefetchQuery(queries.listTasks.queryOptions({ user_id }));
			await client.prefetchQuery(queries.listTasks.queryOptions({ user_id, status: "Pending" }));
		}
		const ofAnn = client.getQueryCache().findAll({ queryKey: ann.queries.listTasks.queryKey(ann) });
		expect(ofAnn).toHaveLength(2);
		expect(JSON.stringify(ofAnn.map(({ state }) => state.data))).not.toContain("of Bob");
		expect(client.getQueryCache().getAll()).toHaveLength(4);
	});
});

describe("a change", () => {
	test("shows at once wherever the task is, and then what the server made of it", async () => {
		const ann = frontend();
		const [, task] = (await ann.add("a", "b", "c")) as [Task, Task, Task];
		const { everywhere } = await page(ann, task);
		const pass = ann.hold();
		const toggle = new MutationObserver(
			client,
			ann.queries.toggleTaskCompletion.mutationOptions({ user_id: ann.user_id, task_id: task.id }),
		);
		const done = toggle.mutate({ body: { completed: true } });
		await until(() => ann.sent.length === 4);
		expect(everywhere()).toMatchObject(three({ completed: true, status: "Completed", title: "b" }));
		expect(everywhere().map((each) => each?.updated_at)).toEqual(three(task.updated_at));

		pass();
		const changed = await done;
		expect(changed).toMatchObject({ completed: true, etag: '"2"' });
		expect(everywhere().map((each) => each?.updated_at)).toEqual(three(changed.updated_at));
		await idle();
		expect(everywhere()).toMatchObject(three({ completed: true }));
	});

	test("is not lost from sight behind an older list that comes late", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const { everywhere } = await page(ann, task);
		const before = ann.read();
		const arrive = ann.delay();
		void client.invalidateQueries({ queryKey: ann.queries.listTasks.queryKey(ann) });
		await until(() => ann.read() === before + 3);
		const pass = ann.hold();
		const done = update(ann, task).mutate({ body: { title: "new" } });
		await until(() => ann.sent.length === 2);
		arrive();
		await until(() => client.isFetching() === 0);
		expect(everywhere()).toMatchObject(three({ title: "new" }));
		pass();
		await done;
	});

	test("that fails is taken back wherever the task is, whatever callbacks a page adds", async () => {
		const ann = frontend();
		const [, task] = (await ann.add("a", "b")) as [Task, Task];
		const { everywhere } = await page(ann, task);
		ann.cut();
		const pass = ann.hold();
		const told: string[] = [];
		const rename = new MutationObserver(client, {
			...ann.queries.updateTask.mutationOptions({ user_id: ann.user_id, task_id: task.id }),
			onError: ({ code }) => told.push(code),
		});
		const done = failure(rename.mutate({ body: { title: "B" } }));
		await until(() => ann.sent.length === 3);
		expect(everywhere()).toMatchObject(three({ title: "B" }));
		pass();
		expect(await done).toMatchObject({ name: "ApiError", code: "NO_ANSWER" });
		expect(everywhere()).toMatchObject(three({ title: "b" }));
		expect(told).toEqual(["NO_ANSWER"]);
	});

	test("of what somebody else changed meanwhile is refused, and theirs is shown", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const at = { user_id: ann.user_id, task_id: task.id };
		const { everywhere, etag } = await page(ann, task);
		await unwrap(ann.api.updateTask({ ...at, body: { title: "theirs" } }));
		const rename = update(ann, task);
		const error = await failure(rename.mutate({ body: { title: "mine" }, ifMatch: etag() }));
		expect(error).toMatchObject({ code: "PRECONDITION_FAILED" });
		await idle();
		expect(everywhere()).toMatchObject(three({ title: "theirs" }));
	});

	test("after another of one's own is no conflict, and neither is lost from sight", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const { everywhere, etag } = await page(ann, task);
		const seen = new Set<string>();
		observed.push(client.getQueryCache().subscribe(() => everywhere().map((each) => seen.add(`${each?.title}`))));
		const pass = ann.hold();
		const ifMatch = etag();
		const all = ["b", "c", "d"].map((title) => update(ann, task).mutate({ body: { title }, ifMatch }));
		await until(() => everywhere().every((each) => each?.title === "d"));
		seen.clear();
		pass();
		expect((await Promise.all(all)).at(-1)).toMatchObject({ title: "d", etag: '"4"' });
		await idle();
		expect([...seen]).toEqual(["d"]);
	});

	test("after one of one's own that named no version is no conflict, be that under way or done", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const { everywhere, etag } = await page(ann, task);
		const ifMatch = etag();
		const pass = ann.hold();
		const complete = update(ann, task).mutate({ body: { completed: true } });
		const rename = update(ann, task).mutate({ body: { title: "b" }, ifMatch });
		await until(() => ann.sent.length === 2);
		pass();
		await Promise.all([complete, rename]);
		await idle();
		expect(everywhere()).toMatchObject(three({ title: "b", completed: true }));
		await update(ann, task).mutate({ body: { title: "c" }, ifMatch });
		await idle();
		expect(everywhere()).toMatchObject(three({ title: "c", completed: true }));
	});

	test("is refused where somebody else came in between, even if one of one's own went through after that", async () => {
		for (const isDone of [false, true]) {
			const ann = frontend();
			const [task] = (await ann.add("a")) as [Task];
			const at = { user_id: ann.user_id, task_id: task.id };
			const { everywhere, etag } = await page(ann, task);
			const ifMatch = etag();
			await unwrap(ann.api.updateTask({ ...at, body: { title: "theirs" } }));
			const complete = update(ann, task).mutate({ body: { completed: true } });
			if (isDone) await complete.then(idle);
			const error = await failure(update(ann, task).mutate({ body: { title: "mine" }, ifMatch }));
			expect(error).toMatchObject({ code: "PRECONDITION_FAILED" });
			await complete;
			await idle();
			expect(everywhere()).toMatchObject(three({ title: "theirs", completed: true }));
		}
	});

	test("that fails takes nothing of the next one with it", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const { everywhere } = await page(ann, task);
		const pass = ann.hold();
		const refused = failure(update(ann, task).mutate({ body: { title: "" } }));
		const made = update(ann, task).mutate({ body: { completed: true } });
		await until(() => everywhere().every((each) => each?.completed === true));
		expect(everywhere()).toMatchObject(three({ title: "" }));
		pass();
		expect(await refused).toMatchObject({ code: "VALIDATION_ERROR" });
		expect(everywhere()).toMatchObject(three({ title: "a", completed: true }));
		await made;
		await idle();
		expect(everywhere()).toMatchObject(three({ title: "a", completed: true }));
	});

	test("that is made offline shows, waits, and is sent once the network is back", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const { everywhere } = await page(ann, task);
		onlineManager.setOnline(false);
		const rename = update(ann, task);
		const done = rename.mutate({ body: { title: "offline" } });
		await until(() => rename.getCurrentResult().isPaused);
		await until(() => everywhere().every((each) => each?.title === "offline"));
		expect(ann.sent).toHaveLength(1);
		onlineManager.setOnline(true);
		expect(await done).toMatchObject({ title: "offline" });
		await idle();
		expect(everywhere()).toMatchObject(three({ title: "offline" }));
	});
});

describe("a deletion", () => {
	const remove = ({ queries, user_id }: Frontend, { id }: Task) =>
		new MutationObserver(client, queries.deleteTask.mutationOptions({ user_id, task_id: id })).mutate(undefined);

	test("shows at once, and lasts", async () => {
		const ann = frontend();
		const [, b] = (await ann.add("a", "b", "c")) as [Task, Task, Task];
		const { queries, user_id } = ann;
		const list = shown(new QueryObserver(client, queries.listTasks.queryOptions({ user_id })));
		await idle();
		const titles = () => list.getCurrentResult().data?.map(({ title }) => title);
		const pass = ann.hold();
		const done = remove(ann, b);
		await until(() => ann.sent.length === 4);
		expect(titles()).toEqual(["c", "a"]);
		pass();
		expect(await done).toMatchObject({ title: "b" });
		await idle();
		expect(titles()).toEqual(["c", "a"]);
	});

	test("of the same version twice is refused the second time", async () => {
		const ann = frontend();
		const [task] = (await ann.add("a")) as [Task];
		const options = ann.queries.deleteTask.mutationOptions({ user_id: ann.user_id, task_id: task.id });
		const [first, second] = [1, 2].map(() => new MutationObserver(client, options).mutate({ ifMatch: '"1"' }));
		expect(await first).toMatchObject({ title: "a" });
		expect(await failure(second as Promise<unknown>)).toMatchObject({ code: "TASK_NOT_FOUND" });
	});

	test("that fails puts the task back where it stood", async () => {
		const ann = frontend();
		const [, b] = (await ann.add("a", "b", "c")) as [Task, Task, Task];
		const { titles } = await page(ann, b);
		const pass = ann.hold();
		ann.cut();
		const done = failure(remove(ann, b));
		await until(() => ann.sent.length === 4);
		expect(titles()).toEqual({ list: ["c", "a"], pages: ["c"] });
		pass();
		expect(await done).toMatchObject({ code: "NO_ANSWER" });
		expect(titles()).toEqual({ list: ["c", "b", "a"], pages: ["c", "b"] });
	});
});

describe("a creation", () => {
	test("is in the list afterwards, and its version known", async () => {
		const ann = frontend();
		const { queries, user_id } = ann;
		const list = shown(new QueryObserver(client, queries.listTasks.queryOptions({ user_id })));
		await idle();
		const create = new MutationObserver(client, queries.createTask.mutationOptions({ user_id }));
		const task = await create.mutate({ body: { title: "new" } });
		await idle();
		expect(list.getCurrentResult().data).toMatchObject([{ title: "new" }]);
		const { queryKey } = queries.getTask.queryOptions({ user_id, task_id: task.id });
		expect(client.getQueryData(queryKey)).toMatchObject({ data: { title: "new" }, headers: { etag: task.etag } });
	});

	test("that TanStack Query repeats creates one task", async () => {
		const user_id = newUser();
		let isLost = true;
		const api = createApi({
			baseUrl: server.baseUrl,
			retries: 0,
			token: () => signToken(secret, user_id),
			fetch: async (url, init) => {
				const response = await fetch(url, init);
				if (!isLost) return response;
				isLost = false;
				throw new Error("the answer was lost");
			},
		});
		const create = new MutationObserver(client, {
			...createQueries(api).createTask.mutationOptions({ user_id }),
			retry: 1,
			retryDelay: 0,
		});
		await create.mutate({ body: { title: "once" } });
		expect(await unwrap(api.listTasks({ user_id }))).toMatchObject([{ title: "once" }]);
	});

	test("under way can be seen by all of a page", async () => {
		const ann = frontend();
		const pass = ann.hold();
		const options = ann.queries.createTask.mutationOptions(ann);
		const done = new MutationObserver(client, options).mutate({ body: { title: "soon" } });
		const filter = { mutationKey: options.mutationKey as readonly unknown[], status: "pending" } as const;
		const pending = client.getMutationCache().findAll(filter);
		expect(pending.map(({ state }) => state.variables as unknown)).toEqual([{ body: { title: "soon" } }]);
		pass();
		await done;
	});
});
