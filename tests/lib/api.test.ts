/** The generated client, as a frontend meets it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { signToken } from "../../src/auth/sign.ts";
import { type Api, createApi, type Task } from "../../src/lib/api.ts";
import { newUser, secret, startServer, type TestServer } from "../harness.ts";

let server: TestServer;
beforeAll(async () => {
	server = await startServer();
});
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
		expect(seen).toEqual([
			"https://example.org/backend/api/a%2Fb%20c/tasks?status=Pending&limit=5",
		]);
	});

	test("gives each answer its documented type, told apart by ok and by status", async () => {
		const user_id = newUser();
		const result = await server
			.api(user_id)
			.createTask({ user_id, body: { title: "t" } });
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
		const result = await server
			.api(user_id)
			.createTask({ user_id, body: { title: "" } });
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
		] as const) {
			const api = createApi({
				baseUrl: "https://example.org",
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

	test("rejects where there is no answer, and when it is aborted", async () => {
		const gone = createApi({ baseUrl: "http://127.0.0.1:1" });
		await expect(gone.getLiveness()).rejects.toThrow();
		const controller = new AbortController();
		controller.abort(new Error("changed my mind"));
		await expect(
			server.api().getLiveness({ signal: controller.signal }),
		).rejects.toThrow("changed my mind");
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
	// A description may be left out, although the server always answers with one.
	api.createTask({ user_id: "u", body: { title: "t" } });
}
