/** Two tabs, a lost answer, an impatient user: nothing is lost, and nothing is done twice. */
import { afterAll, describe, expect, test } from "bun:test";
import { administer, failure, failureOf, newUser, startServer } from "../harness.ts";

const server = await startServer({ poolSize: 15 });
afterAll(() => server.stop());
// What the rows have been, as the database saw it.
await administer(
	(sql) =>
		sql.unsafe(`
			create table history (task_id bigint, version bigint, title text);
			create function remember() returns trigger language plpgsql as $$
				begin insert into history values (new.id, new.version, new.title); return new; end $$;
			create trigger remember after update on tasks for each row execute function remember();`),
	server.databaseUrl,
);

/** A new user with one task, and its entity tag. */
async function userWithTask() {
	const user_id = newUser();
	const api = server.api(user_id);
	const created = await api.createTask({ user_id, body: { title: "first" } });
	if (!created.ok) throw new Error(created.error.message);
	const task_id = created.data.id;
	const path = `/api/${user_id}/tasks/${task_id}`;
	return { user_id, api, task_id, path, task: created.data, etag: etagOf(created) };
}
const etagOf = ({ headers }: { headers: object }): string => ("etag" in headers ? String(headers.etag) : "");
const stale = failure(412, "PRECONDITION_FAILED", "The task was changed in the meantime");

describe("an entity tag", () => {
	test("is strong, on every answer with one task, and new after each change", async () => {
		const { user_id, api, task_id, etag } = await userWithTask();
		const task = { user_id, task_id };
		const tags = [
			etag,
			etagOf(await api.updateTask({ ...task, body: { title: "second" } })),
			etagOf(await api.replaceTask({ ...task, body: { title: "third" } })),
			etagOf(await api.toggleTaskCompletion(task)),
			etagOf(await api.toggleTaskCompletion({ ...task, body: { completed: true } })),
		];
		for (const tag of tags) expect(tag).toMatch(/^"[^"]+"$/);
		expect(new Set(tags).size).toBe(5);
		expect(etagOf(await api.getTask(task))).toBe(tags[4] ?? "");
		expect(etagOf(await api.deleteTask(task))).toBe(tags[4] ?? "");
	});

	test("stays while the task does, whoever asks and with whatever token", async () => {
		const { user_id, task_id, etag } = await userWithTask();
		await using other = await startServer({ databaseUrl: server.databaseUrl });
		for (const on of [server, other, server])
			expect(etagOf(await on.api(user_id).getTask({ user_id, task_id }))).toBe(etag);
	});
});

describe("If-Match", () => {
	type Change = readonly [method: string, suffix: string, body: string | undefined];
	const changes: Change[] = [
		["PUT", "", '{"title":"changed"}'],
		["PATCH", "", '{"title":"changed"}'],
		["PATCH", "/complete", '{"completed":true}'],
		["PATCH", "/complete", undefined],
		["DELETE", "", undefined],
	];
	const send = (user: string, path: string, [method, suffix, body]: Change, ifMatch: string) =>
		server.request(path + suffix, { method, user, headers: { "if-match": ifMatch }, json: body });

	test.each(changes)("with a stale tag changes nothing: %s %s", async (method, suffix, body) => {
		const change: Change = [method, suffix, body];
		const { user_id, api, task_id, path, etag } = await userWithTask();
		const current = await api.updateTask({ user_id, task_id, body: { title: "somebody else's" } });
		for (const ifMatch of [
			etag,
			'"0"',
			'"other"',
			'""',
			`W/${etagOf(current)}`,
			`${etag}, W/${etagOf(current)}`,
			'"99999999999999999999"',
		])
			expect(await failureOf(await send(user_id, path, change, ifMatch))).toEqual(stale);
		const after = await api.getTask({ user_id, task_id });
		expect(after.ok && current.ok && after.data).toEqual(current.ok && current.data);
		expect(etagOf(after)).toBe(etagOf(current));
	});

	test.each(changes)(
		"with the current tag, a list that has it, or * makes the change: %s %s",
		async (method, suffix, body) => {
			const change: Change = [method, suffix, body];
			for (const ifMatch of [(tag: string) => tag, (tag: string) => `"other", ${tag} , W/"1"`, () => "*"]) {
				const { user_id, path, etag } = await userWithTask();
				expect((await send(user_id, path, change, ifMatch(etag))).status).toBe(200);
			}
		},
	);

	test("on a task that is not there is the 404 that it would be anyway", async () => {
		const { user_id, path } = await userWithTask();
		const other = await userWithTask();
		for (const change of changes)
			for (const ifMatch of ["*", '"1"'])
				for (const missing of [path.replace(/\d+$/, "987654321"), path.replace(/\d+$/, `${other.task_id}`)])
					expect(await failureOf(await send(user_id, missing, change, ifMatch))).toMatchObject({
						status: 404,
						code: "TASK_NOT_FOUND",
					});
	});

	test("that was not sent is never what a change fails for: a task that comes just then is not found", async () => {
		await using other = await startServer();
		const user_id = newUser();
		const api = other.api(user_id);
		await api.createTask({ user_id, body: { title: "first" } });
		const next = 1_000_000;
		// After the change has looked for the task, and before the service looks why there was none.
		await administer(
			(sql) =>
				sql.unsafe(`
					create function come() returns trigger language plpgsql as $$ begin
						insert into tasks (id, user_id, title) overriding system value values (${next}, '${user_id}', 'late');
						return null; end $$;
					create trigger come after update on tasks execute function come();`),
			other.databaseUrl,
		);
		const change = await api.updateTask({ user_id, task_id: next, body: { title: "changed" } });
		expect(!change.ok && [change.status, change.error.code]).toEqual([404, "TASK_NOT_FOUND"]);
		expect((await api.getTask({ user_id, task_id: next })).ok).toBe(true);
	});

	test.each(["1", "abc", '"1', '*, "1"', 'w/"1"', '"1" "2"', ","])("that is none is refused: %s", async (ifMatch) => {
		const { user_id, path } = await userWithTask();
		for (const change of changes)
			expect(await failureOf(await send(user_id, path, change, ifMatch))).toMatchObject({
				status: 400,
				message: 'If-Match must be * or a list of entity tags, like "3"',
				details: [{ field: "If-Match" }],
			});
	});

	test("lets 50 writers at once lose no edit: each 200 is in the row's history, each other answer a 412", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const edit = async (n: number, attempt = 0): Promise<{ made: string; refused: number }> => {
			const seen = await api.getTask({ user_id, task_id });
			if (!seen.ok) throw new Error(seen.error.message);
			const title = `${n}.${attempt}`;
			const result = await api.updateTask({ user_id, task_id, ifMatch: etagOf(seen), body: { title } });
			if (result.ok) return { made: title, refused: 0 };
			expect(result.status).toBe(412);
			const later = await edit(n, attempt + 1);
			return { ...later, refused: later.refused + 1 };
		};
		const edits = await Promise.all(Array.from({ length: 50 }, (_, n) => edit(n)));
		const history = await administer(
			(sql) =>
				sql<
					{ version: number; title: string }[]
				>`select version::int, title from history where task_id = ${task_id} order by version`,
			server.databaseUrl,
		);
		expect(history.map(({ title }) => title).toSorted()).toEqual(edits.map(({ made }) => made).toSorted());
		expect(history.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, at) => at + 2));
		expect(edits.some(({ refused }) => refused > 0)).toBe(true);
	});

	test("lets one of 50 writers who all saw the same version through", async () => {
		const { user_id, api, task_id, etag } = await userWithTask();
		const results = await Promise.all(
			Array.from({ length: 50 }, (_, n) =>
				api.updateTask({ user_id, task_id, ifMatch: etag, body: { title: `${n}` } }),
			),
		);
		const [winner, ...others] = results.filter(({ ok }) => ok);
		expect(others).toEqual([]);
		expect(results.filter(({ status }) => status === 412)).toHaveLength(49);
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({ data: winner?.ok && winner.data });
	});
});

describe("toggles at once without If-Match", () => {
	test.each([40, 41])("all succeed, and leave the task by their number: %d", async (count) => {
		const { user_id, api, task_id } = await userWithTask();
		const results = await Promise.all(
			Array.from({ length: count }, () => api.toggleTaskCompletion({ user_id, task_id })),
		);
		expect(results.filter(({ ok }) => ok)).toHaveLength(count);
		expect((await api.getTask({ user_id, task_id })) as unknown).toMatchObject({
			data: { completed: count % 2 === 1 },
		});
	});
});

describe("If-None-Match", () => {
	test("answers 304 without a body where the task is as it was, by any spelling of its tag", async () => {
		const { user_id, path, etag } = await userWithTask();
		for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
			const response = await server.request(path, { user: user_id, headers: { "if-none-match": known } });
			expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, etag, ""]);
		}
	});

	test("answers with the task where it has changed", async () => {
		const { user_id, api, task_id, etag } = await userWithTask();
		const known = { user_id, task_id, ifNoneMatch: etag };
		expect((await api.getTask(known)) as unknown).toMatchObject({
			ok: false,
			status: 304,
			error: { code: "NOT_MODIFIED" },
		});
		await api.toggleTaskCompletion({ user_id, task_id });
		expect((await api.getTask(known)) as unknown).toMatchObject({ status: 200, data: { completed: true } });
	});

	test("on a task that is not there is a 404, and nonsense is refused", async () => {
		const { user_id, path } = await userWithTask();
		const get = (at: string, known: string) =>
			server.request(at, { user: user_id, headers: { "if-none-match": known } });
		expect((await get(path.replace(/\d+$/, "987654321"), "*")).status).toBe(404);
		expect((await get(path, "1")).status).toBe(400);
	});
});

describe("an Idempotency-Key", () => {
	const create = (user: string, key: string, body: object) =>
		server.request(`/api/${user}/tasks`, { method: "POST", user, headers: { "idempotency-key": key }, json: body });
	const count = async (user_id: string) => {
		const listed = await server.api(user_id).listTasks({ user_id });
		return listed.ok && listed.data.length;
	};
	const reused = failure(
		422,
		"IDEMPOTENCY_KEY_REUSED",
		"Idempotency-Key was already used for a task with different content",
	);

	test("lets 20 retries at once make one task, which all of them get", async () => {
		for (const user_id of [newUser(), (await userWithTask()).user_id]) {
			const before = (await count(user_id)) || 0;
			const answers = await Promise.all(Array.from({ length: 20 }, () => create(user_id, "k", { title: "once" })));
			const bodies = await Promise.all(answers.map((answer) => answer.text()));
			expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
			expect(new Set(bodies).size).toBe(1);
			expect(new Set(answers.map((answer) => answer.headers.get("location"))).size).toBe(1);
			expect(await count(user_id)).toBe(before + 1);
		}
	});

	test("answers with the task as it is by now", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const request = { user_id, idempotencyKey: "k", body: { title: "once" } };
		const created = await api.createTask(request);
		if (!created.ok) throw new Error(created.error.message);
		expect(created.data.id).not.toBe(task_id);
		const changed = await api.updateTask({ user_id, task_id: created.data.id, body: { title: "renamed" } });
		const again = await api.createTask(request);
		expect([again.status, again.ok && again.data]).toEqual([201, changed.ok && changed.data]);
		expect(etagOf(again)).toBe(etagOf(changed));
	});

	test("does not stand for other content", async () => {
		const user_id = newUser();
		await create(user_id, "k", { title: "a" });
		for (const body of [{ title: "b" }, { title: "a", description: "" }, { title: "a " }])
			expect(await failureOf(await create(user_id, "k", body))).toEqual(reused);
		// Left out and null are the same content.
		expect((await create(user_id, "k", { title: "a", description: null })).status).toBe(201);
		expect(await count(user_id)).toBe(1);
	});

	test("is the user's own", async () => {
		const [a, b] = [newUser(), newUser()];
		const answers = [await create(a, "k", { title: "t" }), await create(b, "k", { title: "other" })];
		expect(answers.map(({ status }) => status)).toEqual([201, 201]);
		expect([await count(a), await count(b)]).toEqual([1, 1]);
	});

	test("goes with its task", async () => {
		const user_id = newUser();
		const location = (await create(user_id, "k", { title: "t" })).headers.get("location") ?? "";
		await server.request(location, { method: "DELETE", user: user_id });
		const again = await create(user_id, "k", { title: "other" });
		expect([again.status, again.headers.get("location") === location]).toEqual([201, false]);
	});

	test("is not needed: without one, each request makes a task", async () => {
		const user_id = newUser();
		const api = server.api(user_id);
		await Promise.all(Array.from({ length: 5 }, () => api.createTask({ user_id, body: { title: "same" } })));
		expect(await count(user_id)).toBe(5);
	});

	test("of 1 to 255 visible ASCII characters is taken, any other refused", async () => {
		const user_id = newUser();
		for (const key of ["!", "~".repeat(255), '"quoted"'])
			expect((await create(user_id, key, { title: "t" })).status).toBe(201);
		for (const key of ["", "a".repeat(256), "a b", "ü"])
			expect(await failureOf(await create(user_id, key, { title: "t" }))).toMatchObject({
				status: 400,
				message: "Idempotency-Key must be 1 to 255 visible ASCII characters",
				details: [{ field: "Idempotency-Key" }],
			});
	});
});

describe("Prefer: return=minimal", () => {
	test("spares the body, and keeps the headers, of each operation that changes a task", async () => {
		const { user_id, api, task_id } = await userWithTask();
		const task = { user_id, task_id, prefer: "return=minimal" } as const;
		const created = await api.createTask({ user_id, body: { title: "t" }, prefer: "return=minimal" });
		const results = [
			await api.updateTask({ ...task, body: { title: "u" } }),
			await api.replaceTask({ ...task, body: { title: "v" } }),
			await api.toggleTaskCompletion(task),
			await api.deleteTask(task),
		];
		expect([created.status, created.ok && created.data]).toEqual([201, null]);
		expect(created.ok && created.headers.location).toMatch(/\/tasks\/\d+$/);
		expect(results.map((result) => [result.status, result.ok && result.data])).toEqual(Array(4).fill([204, null]));
		for (const { headers } of [created, ...results]) {
			expect(headers).toMatchObject({ preferenceApplied: "return=minimal", etag: expect.stringMatching(/^"\d+"$/) });
			expect(headers).not.toHaveProperty("contentType");
		}
		expect((await api.getTask({ user_id, task_id })).status).toBe(404);
	});

	test.each([
		"return=minimal",
		"respond-async, return=minimal; foo=bar",
		'RETURN="minimal"',
		'a="b, c", return=minimal',
	])("is understood as %s", async (prefer) => {
		const { user_id, path } = await userWithTask();
		expect((await server.request(path, { method: "DELETE", user: user_id, headers: { prefer } })).status).toBe(204);
	});

	test.each([
		"return=representation",
		"return=representation, return=minimal",
		"minimal",
		"",
		"count=exact",
		'note="a, return=minimal, b"',
		'note="a \\", return=minimal',
	])("is not taken out of %p", async (prefer) => {
		const { user_id, path } = await userWithTask();
		const response = await server.request(path, { method: "DELETE", user: user_id, headers: { prefer } });
		expect([response.status, response.headers.get("preference-applied")]).toEqual([200, null]);
	});

	test("does not silence a failure", async () => {
		const { user_id, path } = await userWithTask();
		const response = await server.request(path, {
			method: "DELETE",
			user: user_id,
			headers: { prefer: "return=minimal", "if-match": '"9"' },
		});
		expect(await failureOf(response)).toEqual(stale);
	});
});
