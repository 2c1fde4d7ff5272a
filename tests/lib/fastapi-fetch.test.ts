/** Calls as public frontends of FastAPI backends make them, each in its own way, through the adapter. */
import { afterAll, expect, test } from "bun:test";
import { signToken } from "../../src/auth/sign.ts";
import { fastapiFetch } from "../../src/lib/fastapi-fetch.ts";
import { newUser, secret, startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

/** A frontend's own API module, with its user's token, and nothing changed but `fetch`. */
async function frontend(user = newUser()) {
	const token = await signToken(secret, user);
	const request = async (path: string, options: RequestInit = {}) => {
		const response = await fastapiFetch(`${server.baseUrl}${path}`, {
			...options,
			headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
		});
		if (!response.ok) {
			const error = await response.json().catch(() => ({ detail: "Request failed" }));
			throw new Error(error.detail || `HTTP ${response.status}`);
		}
		return response.json();
	};
	return { user, request, tasks: `/api/${user}/tasks` };
}
const post = (body: object) => ({ method: "POST", body: JSON.stringify(body) });

test("a frontend lists, adds, edits, completes and deletes tasks as it always did", async () => {
	const { user, request, tasks } = await frontend();
	expect(await request(tasks)).toEqual([]);
	const task = await request(tasks, post({ title: "Buy milk", description: "two", completed: false }));
	expect(task).toMatchObject({
		user_id: user,
		title: "Buy milk",
		description: "two",
		completed: false,
		is_completed: false,
	});
	expect(await request(`${tasks}/${task.id}`)).toEqual(task);
	expect(
		await request(`${tasks}/${task.id}`, { method: "PUT", body: JSON.stringify({ ...task, title: "Buy oat milk" }) }),
	).toMatchObject({ title: "Buy oat milk", completed: false });
	expect(await request(`${tasks}/${task.id}/complete`, { method: "PATCH" })).toMatchObject({
		completed: true,
		is_completed: true,
	});
	await request(`${tasks}/${task.id}`, { method: "DELETE" });
	expect(await request(tasks)).toEqual([]);
});

test("one that says is_completed, and sends what no task has here, is understood", async () => {
	const { user, request, tasks } = await frontend();
	const { id } = await request(tasks, post({ title: "t", priority: "high", tags: ["home"], user_id: user }));
	expect(
		await request(`${tasks}/${id}`, { method: "PUT", body: JSON.stringify({ title: "t", is_completed: true }) }),
	).toMatchObject({ id, completed: true });
	expect(await request(`${tasks}/${id}/complete`, { method: "PATCH", body: "" })).toMatchObject({ completed: false });
});

test.each([
	["", ["open", "done"]],
	["?status=all", ["open", "done"]],
	["?status=pending", ["open"]],
	["?status=completed", ["done"]],
	["?completed=true", ["done"]],
	["?completed=false", ["open"]],
	["?is_completed=true", ["done"]],
	["?skip=1", ["done"]],
	["?skip=0&limit=1", ["open"]],
])("the filter %s gives what it gave", async (query, titles) => {
	const { request, tasks } = await frontend();
	const { id } = await request(tasks, post({ title: "done" }));
	await request(`${tasks}/${id}/complete`, { method: "PATCH" });
	await request(tasks, post({ title: "open" }));
	const listed = await request(tasks + query);
	expect(listed.map(({ title }: { title: string }) => title)).toEqual(titles);
});

test("a list is whole, however many pages it has here", async () => {
	const { request, tasks } = await frontend();
	await Promise.all(Array.from({ length: 60 }, (_, n) => request(tasks, post({ title: `task ${n}` }))));
	expect(await request(tasks)).toHaveLength(60);
});

test("a failure is told by detail, in words fit to be shown", async () => {
	const { request, tasks } = await frontend();
	await expect(request(tasks, post({ title: "" }))).rejects.toThrow("Title is required and cannot be empty");
	await expect(request(`${tasks}/999999999`)).rejects.toThrow("Task not found");
	await expect(request(`/api/${newUser()}/tasks`)).rejects.toThrow("Not authorized");
	await expect(request(`${tasks}?search=milk`)).rejects.toThrow("Unknown query parameter. Allowed: status");
	await expect(request(`${tasks}?status=urgent`)).rejects.toThrow(
		"Invalid status filter. Allowed values: Pending, Completed",
	);
});
