import { afterAll, describe, expect, test } from "bun:test";
import { type Task, unwrap } from "../../src/lib/api.ts";
import { administer, newUser, startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

/** A user with a client and tasks of these titles, created in this order. */
async function userWith(...titles: string[]) {
	const user_id = newUser();
	const api = server.api(user_id);
	const tasks: Task[] = [];
	for (const title of titles) tasks.push(await unwrap(api.createTask({ user_id, body: { title } })));
	return { user_id, api, tasks };
}

/** The only task of a new user. */
async function userWithTask(title = "Old task") {
	const { tasks, ...user } = await userWith(title);
	const [task] = tasks as [Task];
	return { ...user, task, task_id: task.id };
}

const titles = (result: { ok: boolean; data?: unknown }) => (result.data as Task[]).map(({ title }) => title);

describe("creating a task", () => {
	test("gives a pending task with title and description, which is then in my list", async () => {
		const { user_id, api } = await userWith();
		const before = Date.now();
		const created = await api.createTask({
			user_id,
			body: { title: "Deploy Phase II", description: "Complete backend deployment to production" },
		});
		if (!created.ok) throw new Error(created.error.message);

		expect(created.status).toBe(201);
		expect(created.data).toEqual({
			id: expect.any(Number),
			user_id,
			title: "Deploy Phase II",
			description: "Complete backend deployment to production",
			completed: false,
			status: "Pending",
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/),
			updated_at: created.data.created_at,
		});
		expect(Math.abs(Date.parse(created.data.created_at) - before)).toBeLessThan(60_000);
		expect(created.headers.location).toBe(`/api/${user_id}/tasks/${created.data.id}`);
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ ok: true, data: [created.data] });
	});

	test("needs only a title: the description is then null", async () => {
		const { user_id, api } = await userWith();
		const created = await api.createTask({ user_id, body: { title: "Quick reminder" } });
		expect(created as unknown).toMatchObject({ status: 201, data: { description: null, status: "Pending" } });
	});

	test("takes an explicit null as no description, and an empty one as it is", async () => {
		const { user_id, api } = await userWith();
		for (const description of [null, ""])
			expect((await api.createTask({ user_id, body: { title: "t", description } })) as unknown).toMatchObject({
				status: 201,
				data: { description },
			});
	});

	test("stores the title as sent, white space around it included", async () => {
		const { user_id, api } = await userWith();
		const title = "  two\n lines \t";
		expect((await api.createTask({ user_id, body: { title } })) as unknown).toMatchObject({ data: { title } });
	});

	test("points to the new task even where the user's id needs encoding", async () => {
		const user_id = "a/b ü?#%2F";
		const api = server.api(user_id);
		const created = await api.createTask({ user_id, body: { title: "t" } });
		if (!created.ok) throw new Error(created.error.message);
		const location = created.headers.location ?? "";
		const response = await server.request(location, { user: user_id });
		expect(await response.json()).toEqual({ data: created.data, error: null });
	});

	test("stores what an attacker would send as SQL as plain text", async () => {
		const { user_id, api } = await userWith("mine");
		const title = "'); drop table tasks; --";
		await api.createTask({ user_id, body: { title, description: "$1 ' OR 1=1" } });
		expect(titles(await api.listTasks({ user_id }))).toEqual([title, "mine"]);
	});

	test("survives a restart of the service", async () => {
		const databaseUrl = server.databaseUrl;
		const { user_id, task, task_id } = await userWithTask();
		await using again = await startServer({ databaseUrl });
		expect((await again.api(user_id).getTask({ user_id, task_id })) as unknown).toMatchObject({ data: task });
	});
});

describe("listing my tasks", () => {
	test("gives an empty array to a user without tasks", async () => {
		const { user_id, api } = await userWith();
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ status: 200, data: [] });
	});

	test("gives only my own tasks, the newest first", async () => {
		const a = await userWith("1", "2", "3", "4", "5");
		await userWith("6", "7", "8");
		expect(titles(await a.api.listTasks({ user_id: a.user_id }))).toEqual(["5", "4", "3", "2", "1"]);
	});

	test("can be filtered by status", async () => {
		const { user_id, api, tasks } = await userWith("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
		for (const { id } of tasks.slice(0, 3)) await api.toggleTaskCompletion({ user_id, task_id: id });
		expect(titles(await api.listTasks({ user_id, status: "Pending" }))).toEqual(["10", "9", "8", "7", "6", "5", "4"]);
		expect(titles(await api.listTasks({ user_id, status: "Completed" }))).toEqual(["3", "2", "1"]);
	});

	test("can be sorted by creation, by change and by title, both ways", async () => {
		const { user_id, api, tasks } = await userWith("b", "c", "a");
		const [first] = tasks as [Task];
		await api.updateTask({ user_id, task_id: first.id, body: { description: "changed last" } });
		const list = async (sort: "created_at" | "updated_at" | "title", order: "asc" | "desc") =>
			titles(await api.listTasks({ user_id, sort, order })).join("");
		expect(await list("created_at", "asc")).toBe("bca");
		expect(await list("created_at", "desc")).toBe("acb");
		expect(await list("updated_at", "asc")).toBe("cab");
		expect(await list("updated_at", "desc")).toBe("bac");
		expect(await list("title", "asc")).toBe("abc");
		expect(await list("title", "desc")).toBe("cba");
	});

	test("orders tasks that are equal in the sorted field by id", async () => {
		const { user_id, api, tasks } = await userWith("same", "same", "same");
		const ids = tasks.map(({ id }) => id);
		const list = async (order: "asc" | "desc") => {
			const listed = await api.listTasks({ user_id, sort: "title", order });
			return listed.ok ? listed.data.map(({ id }) => id) : [];
		};
		expect(await list("asc")).toEqual(ids);
		expect(await list("desc")).toEqual(ids.toReversed());
	});

	test("comes in pages of 50 unless asked otherwise", async () => {
		const { user_id, api } = await userWith();
		await administer(
			(sql) =>
				sql`insert into users values (${user_id})`.then(
					() => sql`insert into tasks (user_id, title, created_at)
					select ${user_id}, n, now() + n * interval '1 second' from generate_series(1, 120) n`,
				),
			server.databaseUrl,
		);
		const page = async (limit?: number, offset?: number) =>
			titles(await api.listTasks({ user_id, order: "asc", ...(limit && { limit }), ...(offset && { offset }) }));
		expect(await page()).toEqual(Array.from({ length: 50 }, (_, at) => `${at + 1}`));
		expect(await page(100)).toHaveLength(100);
		expect(await page(3, 118)).toEqual(["119", "120"]);
		expect(await page(1, 1_000_000)).toEqual([]);
	});
});

describe("one of my tasks", () => {
	test("can be viewed", async () => {
		const { user_id, api, task, task_id } = await userWithTask();
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({ status: 200, data: task });
	});

	test("keeps a changed title", async () => {
		const { user_id, api, task_id } = await userWithTask("Old task");
		await api.updateTask({ user_id, task_id, body: { title: "Updated task" } });
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({ data: { title: "Updated task" } });
	});

	test.each(["replaceTask", "updateTask"] as const)("keeps with %s what was not sent", async (operation) => {
		const { user_id, api, task_id } = await userWithTask("kept");
		const all = { title: "new", description: "kept", completed: true };
		expect((await api[operation]({ user_id, task_id, body: all })) as unknown).toMatchObject({ data: all });
		for (const change of [{ title: "newer" }, { completed: false }, { description: "other" }, { description: null }]) {
			const before = await api.getTask({ user_id, task_id });
			const after = await api[operation]({ user_id, task_id, body: change });
			if (!before.ok || !after.ok) throw new Error("the task is gone");
			const { updated_at, ...changed } = after.data;
			const { updated_at: earlier, ...expected } = { ...before.data, ...change };
			expect(changed).toEqual({ ...expected, status: expected.completed ? "Completed" : "Pending" });
			expect(updated_at > earlier).toBe(true);
		}
	});

	test("appears in the Completed filter once it is completed", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const updated = await api.updateTask({ user_id, task_id, body: { completed: true } });
		expect(updated as unknown).toMatchObject({ data: { status: "Completed" } });
		expect(titles(await api.listTasks({ user_id, status: "Completed" }))).toEqual(["Old task"]);
	});

	test("is answered once more when it is deleted, and then gone for good", async () => {
		const { user_id, api, task, task_id } = await userWithTask();
		expect((await api.deleteTask({ user_id, task_id })) as unknown).toMatchObject({ status: 200, data: task });
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({
			status: 404,
			error: { code: "TASK_NOT_FOUND" },
		});
		expect((await api.deleteTask({ user_id, task_id })).status).toBe(404);
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ data: [] });
	});

	test("is toggled to completed and back", async () => {
		const { user_id, api, task_id } = await userWithTask();
		for (const completed of [true, false]) {
			const status = completed ? "Completed" : "Pending";
			expect((await api.toggleTaskCompletion({ user_id, task_id })) as unknown).toMatchObject({
				status: 200,
				data: { completed, status },
			});
			expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({ data: { completed, status } });
		}
	});

	test("is set by a toggle with a body, as often as it is sent", async () => {
		const { user_id, api, task_id } = await userWithTask();
		for (const completed of [true, true, false, false])
			expect((await api.toggleTaskCompletion({ user_id, task_id, body: { completed } })) as unknown).toMatchObject({
				data: { completed },
			});
		expect((await api.toggleTaskCompletion({ user_id, task_id, body: {} })) as unknown).toMatchObject({
			data: { completed: true },
		});
	});

	test("is toggled by an empty body that calls itself JSON, as frontends send it", async () => {
		const { user_id, task_id } = await userWithTask();
		for (const body of [undefined, ""]) {
			const response = await server.request(`/api/${user_id}/tasks/${task_id}/complete`, {
				method: "PATCH",
				user: user_id,
				headers: { "content-type": "application/json" },
				...(body !== undefined && { body }),
			});
			expect(response.status).toBe(200);
		}
	});

	test("ends in the state of the last of many changes at once, none of which fails", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const results = await Promise.all(
			Array.from({ length: 30 }, (_, n) =>
				api.updateTask({ user_id, task_id, body: { title: `${n}`, description: `${n}` } }),
			),
		);
		expect(results.every(({ ok }) => ok)).toBe(true);
		const last = await api.getTask({ user_id, task_id });
		// Each change is whole: never the title of one and the description of another.
		expect(last.ok && last.data.title === last.data.description).toBe(true);
	});

	test("ends by its toggles' parity when many come at once", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const results = await Promise.all(Array.from({ length: 25 }, () => api.toggleTaskCompletion({ user_id, task_id })));
		expect(results.filter(({ ok }) => ok)).toHaveLength(25);
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({ data: { completed: true } });
	});
});
