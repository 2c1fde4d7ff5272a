/** The generated client, as a frontend meets it. */
import { afterAll, describe, expect, expectTypeOf, test } from "bun:test";
import { signToken } from "../../src/auth/sign.ts";
import { type Api, ApiError, createApi, type Task, unwrap } from "../../src/lib/api.ts";
import { newUser, secret, startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

describe("the client", () => {
	test("asks for the token anew for each secured call, and never for a public one", async () => {
		const user_id = newUser();
		let asked = 0;
		const api = createApi({
			baseUrl: server.baseUrl,
			token: async () => {
				asked += 1;
				return signToken(secret, user_id);
			},
		});
		await api.listTasks({ user_id });
		await api.listTasks({ user_id });
		await api.getLiveness();
		expect(asked).toBe(2);
	});

	test("sends no token where there is none", async () => {
		const user_id = newUser();
		for (const token of [undefined, null, ""]) {
			const api = createApi({ baseUrl: server.baseUrl, token: () => token });
			expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ error: { code: "MISSING_TOKEN" } });
		}
	});

	test("gives the documented headers by name", async () => {
		const user_id = newUser();
		const api = server.api(user_id);
		const created = await api.createTask({ user_id, body: { title: "t" } });
		if (!created.ok) throw new ApiError(created);
		expect(created.headers.location).toBe(`/api/${user_id}/tasks/${created.data.id}`);
		const ifMatch: string = created.headers.etag;
		const task = { user_id, task_id: created.data.id };
		const toggled = await api.toggleTaskCompletion({ ...task, ifMatch });
		expect(toggled.ok).toBe(true);
		const stale = await api.toggleTaskCompletion({ ...task, ifMatch });
		expect(!stale.ok && stale.error.code).toBe("PRECONDITION_FAILED");
		expect(stale.headers.xRequestId).toBeString();

		const listed = await api.listTasks({ user_id, prefer: "count=exact" });
		if (!listed.ok) throw new ApiError(listed);
		expect(listed.headers.xTotalCount).toBe("1");
		expect(listed.headers.link).toContain('rel="first"');
	});

	test("leads from page to page, to the last one", async () => {
		const user_id = newUser();
		const api = server.api(user_id);
		for (const title of ["a", "b", "c"]) await unwrap(api.createTask({ user_id, body: { title } }));
		const pages: string[][] = [];
		let after: string | undefined;
		do {
			const page = await api.listTasks({ user_id, limit: 2, after });
			if (!page.ok) throw new ApiError(page);
			pages.push(page.data.map(({ title }) => title));
			after = page.next;
		} while (after);
		expect(pages).toEqual([["c", "b"], ["a"]]);
	});

	test("throws for those who like it, with everything that is known", async () => {
		const user_id = newUser();
		const api = server.api(user_id);
		const task: Task = await unwrap(api.createTask({ user_id, body: { title: "t" } }));
		expect(task.title).toBe("t");

		const error = await unwrap(api.updateTask({ user_id, task_id: task.id, body: { title: "" } })).catch(
			(thrown: unknown) => thrown,
		);
		expect(error).toBeInstanceOf(ApiError);
		expect(error).toBeInstanceOf(Error);
		expect(error).toMatchObject({
			name: "ApiError",
			status: 400,
			code: "VALIDATION_ERROR",
			message: "Title cannot be empty",
			details: [{ field: "title", message: "Title cannot be empty" }],
			requestId: expect.any(String),
		});
	});

	test("takes an address with a path and a slash at its end", async () => {
		const seen: string[] = [];
		const api = createApi({
			baseUrl: "https://example.org/backend/",
			fetch: async (url) => {
				seen.push(url);
				return Response.json({ data: [], error: null });
			},
		});
		await api.listTasks({ user_id: "a/b c", status: "Pending", limit: 5 });
		expect(seen).toEqual(["https://example.org/backend/api/a%2Fb%20c/tasks?status=Pending&limit=5"]);
	});

	test("gives each answer its documented type, told apart by ok and by status", async () => {
		const user_id = newUser();
		const result = await server.api(user_id).createTask({ user_id, body: { title: "t" } });
		if (result.ok) {
			const status: 201 = result.status;
			const task: Task = result.data;
			expect([status, task.title]).toEqual([201, "t"]);
		}
		const refused = await server.api().getTask({ user_id, task_id: 1 });
		if (!refused.ok && refused.status === 401) {
			const code:
				| "MISSING_TOKEN"
				| "INVALID_TOKEN"
				| "INVALID_SIGNATURE"
				| "TOKEN_EXPIRED"
				| "UNKNOWN_USER"
				| "UNEXPECTED_ANSWER" = refused.error.code;
			expect(code).toBe("MISSING_TOKEN");
		}
		expect([result.ok, refused.ok]).toEqual([true, false]);
	});

	test("gives the details of what is invalid", async () => {
		const user_id = newUser();
		const result = await server.api(user_id).createTask({ user_id, body: { title: "" } });
		expect(!result.ok && result.error.details).toEqual([
			{ field: "title", message: "Title is required and cannot be empty" },
		]);
	});

	test("calls an answer from something in between what it is", async () => {
		for (const [status, body] of [
			[502, "<html>Bad gateway</html>"],
			[200, "<html>Log in</html>"],
			[500, "null"],
			[200, "[]"],
			[429, '{"error": "Too many requests"}'],
			[403, '{"error": {"code": 403, "message": "Forbidden"}}'],
		] as const) {
			const api = createApi({
				baseUrl: "https://example.org",
				retries: 0,
				fetch: async () => new Response(body, { status }),
			});
			expect((await api.getLiveness()) as unknown).toMatchObject({
				ok: false,
				status,
				error: {
					code: "UNEXPECTED_ANSWER",
					message: `The server answered ${status} with something that is not this API's JSON`,
				},
			});
		}
	});

	test("tells that there was no answer like any other failure", async () => {
		const gone = createApi({ baseUrl: "http://127.0.0.1:1", retries: 0 });
		const result = await gone.getLiveness();
		expect(result as unknown).toMatchObject({
			ok: false,
			status: 0,
			error: { code: "NO_ANSWER", message: "The server did not answer" },
		});
		const error = await unwrap(gone.getLiveness()).catch((thrown) => thrown);
		expect(error).toMatchObject({ code: "NO_ANSWER", requestId: undefined });
		expect(error.cause).toBeInstanceOf(Error);
	});

	test("rejects with the signal's reason when it is aborted", async () => {
		const controller = new AbortController();
		controller.abort(new Error("changed my mind"));
		await expect(server.api().getLiveness({ signal: controller.signal })).rejects.toThrow("changed my mind");
	});
});

/** Never runs: what a frontend's compiler must not let through. */
export async function mistakes(api: Api) {
	// @ts-expect-error: the user is missing
	api.listTasks({});
	// @ts-expect-error: no such status
	api.listTasks({ user_id: "u", status: "Done" });
	// @ts-expect-error: a task has no color
	api.createTask({ user_id: "u", body: { title: "t", color: "red" } });
	// @ts-expect-error: a task's id is a number
	api.getTask({ user_id: "u", task_id: "42" });
	const result = await api.getTask({ user_id: "u", task_id: 42 });
	// @ts-expect-error: it may have failed
	result.data;
	// @ts-expect-error: getTask documents no such code
	if (!result.ok && result.error.code === "PAYLOAD_TOO_LARGE") return;
	// @ts-expect-error: a task that was found has no location
	if (result.ok) result.headers.location;
	// @ts-expect-error: with this preference there is no task
	(await unwrap(minimal(api))).title;
	// @ts-expect-error: all of a list begins at its beginning
	api.listAllTasks({ user_id: "u", offset: 10 });
	// @ts-expect-error: there is no next page of a task
	if (result.ok) result.next;
	// @ts-expect-error: a version is text
	api.deleteTask({ user_id: "u", task_id: 42, ifMatch: 1 });
	// What is undefined is left out, as forms and filters have it.
	const status: Task["status"] | undefined = undefined;
	api.listTasks({ user_id: "u", status });
	api.updateTask({ ...task, body: { title: undefined, completed: true } });
	// A description may be left out, although the server always answers with one.
	api.createTask({ user_id: "u", body: { title: "t" } });
}

const task = { user_id: "u", task_id: 42 };
const minimal = (api: Api) =>
	api.updateTask({ user_id: "u", task_id: 42, body: { completed: true }, prefer: "return=minimal" });

/** Never runs, either: what a frontend's compiler knows. */
export async function knowledge(api: Api) {
	const [found, created, listed, changed] = [
		await api.getTask(task),
		await api.createTask({ user_id: "u", body: { title: "t" } }),
		await api.listTasks({ user_id: "u" }),
		await minimal(api),
	];
	if (found.ok) expectTypeOf(found.headers.etag).toEqualTypeOf<string>();
	// Something in between may answer with the same status, and without the header.
	if (!found.ok && found.status === 503) expectTypeOf(found.headers.retryAfter).toEqualTypeOf<string | undefined>();
	if (created.ok) {
		expectTypeOf(created.status).toEqualTypeOf<201>();
		expectTypeOf(created.headers.location).toEqualTypeOf<string>();
	}
	if (listed.ok) {
		expectTypeOf(listed.next).toEqualTypeOf<string | undefined>();
		expectTypeOf(listed.headers.link).toEqualTypeOf<string>();
		expectTypeOf(listed.headers.xTotalCount).toEqualTypeOf<string | undefined>();
	}
	if (changed.ok) expectTypeOf(changed.data).toEqualTypeOf<null>();
	expectTypeOf(await unwrap(api.getTask(task))).toEqualTypeOf<Task>();
	expectTypeOf(await unwrap(api.listTasks({ user_id: "u" }))).toEqualTypeOf<Task[]>();
	for await (const each of api.listAllTasks({ user_id: "u" })) expectTypeOf(each).toEqualTypeOf<Task>();
}
