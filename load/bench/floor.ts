/**
 * The floor: the least code that does the same job on Bun, to measure the service against. The same token check,
 * connection settings and SQL; no validation, no log, no request ids, no deadlines, no failures.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import postgres from "postgres";
import { sessionSettings } from "../../src/db/connection/connection.ts";
import { statements } from "./statements.ts";

const { DATABASE_URL = "", BETTER_AUTH_SECRET = "", PORT } = process.env;
const sql = postgres(DATABASE_URL, { ...sessionSettings, max: 15 });
const key = Buffer.from(BETTER_AUTH_SECRET);

/** The user's id, where the request has a good token of the user in its path. */
function userOf(request: Bun.BunRequest<"/api/:user/tasks">): string {
	const token = request.headers.get("authorization")?.slice(7) ?? "";
	const [header, payload = "", signature = ""] = token.split(".");
	const expected = createHmac("sha256", key).update(`${header}.${payload}`).digest();
	const { sub, exp } = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
	if (
		!timingSafeEqual(Buffer.from(signature, "base64url"), expected) ||
		exp * 1000 < Date.now() ||
		sub !== request.params.user
	)
		throw new Error("not authorized");
	return sub;
}

/** The answer with one task. */
function one({ version, ...task }: Record<string, unknown>, status = 200): Response {
	const location = status === 201 && `/api/${task.user_id}/tasks/${task.id}`;
	return new Response(JSON.stringify({ data: task, error: null }), {
		status,
		headers: { "content-type": "application/json", etag: `"${version}"`, ...(location && { location }) },
	});
}

const json = { headers: { "content-type": "application/json" } };
const constant = JSON.stringify({ data: null, error: { message: "Not found", code: "NOT_FOUND" } });

const query = (statement: string, parameters: (string | number | null)[]) =>
	sql.unsafe(statement, parameters, { prepare: true });

Bun.serve({
	port: Number(PORT),
	hostname: "127.0.0.1",
	routes: {
		"/api/:user/tasks/:id": {
			async GET(request) {
				const user = userOf(request);
				const id = Number(request.params.id);
				const [task] = await query(statements.getTask, [user, id]);
				return one(task as postgres.Row);
			},
		},
		"/api/:user/tasks/:id/complete": {
			async PATCH(request) {
				const user = userOf(request);
				const id = Number(request.params.id);
				const parameters = [user, id, null, null];
				const [task] = await query(statements.toggleTask, parameters);
				return one(task as postgres.Row);
			},
		},
		"/api/:user/tasks": {
			async GET(request) {
				const user = userOf(request);
				const rows = await query(statements.listTasks, [user, 51]);
				const body = { data: rows.slice(0, 50), error: null };
				return new Response(JSON.stringify(body), json);
			},
			async POST(request) {
				const user = userOf(request);
				const { title, description = null } = (await request.json()) as { title: string; description?: string };
				const parameters = [user, title, description, null, null];
				const [task] = await query(statements.createTask, parameters);
				const { same: _, ...created } = task as postgres.Row;
				return one(created, 201);
			},
		},
	},
	fetch: () => new Response(constant, json),
});
