/** What every answer tells browsers and caches about itself, on any path and of any kind. */
import { afterAll, describe, expect, test } from "bun:test";
import { newUser, origin, startServer } from "./harness.ts";

const server = await startServer();
afterAll(() => server.stop());
const user = newUser();
const tasks = `/api/${user}/tasks`;
const post = (json: string, headers = {}) => server.request(tasks, { method: "POST", user, headers, json });
const task = (await post('{"title":"t"}')).headers.get("location") ?? "";
const preflight = { origin, "access-control-request-method": "GET" };

describe("an answer's content is what its type says", () => {
	test.each<[string, () => Promise<Response>]>([
		["a list", () => server.request(tasks, { user })],
		["a task", () => server.request(task, { user })],
		["no token", () => server.request(tasks)],
		["an unknown path", () => server.request("/nowhere")],
		["a wrong method", () => server.request(tasks, { method: "PUT" })],
		["health", () => server.request("/health/live")],
		["the documentation", () => server.request("/docs")],
		["its program", () => server.request("/docs/page.js")],
		["the contract", () => server.request("/openapi.yaml")],
		["the contract as JSON", () => server.request("/openapi.json")],
		["a preflight", () => server.request(tasks, { method: "OPTIONS", headers: preflight })],
		[
			"another origin's preflight",
			() =>
				server.request(tasks, {
					method: "OPTIONS",
					headers: { ...preflight, origin: "https://evil.example" },
				}),
		],
	])("%s", async (_, ask) => {
		expect((await ask()).headers.get("x-content-type-options")).toBe("nosniff");
	});
});

describe("a cache", () => {
	const cacheControl = async (answer: Promise<Response>) => (await answer).headers.get("cache-control");
	test("keeps no list, no failure and no change", async () => {
		for (const answer of [
			server.request(tasks, { user }),
			server.request(tasks),
			server.request("/api/other/tasks", { user }),
			server.request(`${tasks}/987654321`, { user }),
			server.request(`${tasks}?limit=0`, { user }),
			server.request(tasks, { method: "DELETE", user }),
			server.request("/nowhere"),
			server.request("/health/live"),
			post('{"title":"t"}'),
			post('{"title":"t"}', { prefer: "return=minimal" }),
			post("{"),
			server.request(`${task}/complete`, { method: "PATCH", user }),
		])
			expect(await cacheControl(answer)).toBe("no-store");
	});

	test("may keep a task for its user alone, and asks each time whether it still holds", async () => {
		const first = await server.request(task, { user });
		expect(first.headers.get("cache-control")).toBe("private, no-cache");
		const headers = { "if-none-match": first.headers.get("etag") ?? "" };
		const again = await server.request(task, { user, headers });
		expect(again.status).toBe(304);
		expect(again.headers.get("cache-control")).toBe("private, no-cache");
	});
});
