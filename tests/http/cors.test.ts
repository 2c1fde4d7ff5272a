import { afterAll, describe, expect, test } from "bun:test";
import { signToken } from "../../src/auth/sign.ts";
import { administer, newUser, origin, secret, startServer, type TestServer } from "../harness.ts";

const server = await startServer();
const cut = await startServer({ databaseUrl: "postgres://nobody@127.0.0.1:1/none", deadline: 100 });
const broken = await startServer();
await administer((sql) => sql`alter table tasks rename column title to name`, broken.databaseUrl);
afterAll(() => Promise.all([server.stop(), cut.stop(), broken.stop()]));

const user = newUser();
const tasks = `/api/${user}/tasks`;
const json = { "content-type": "application/json" };
type Sent = {
	on?: () => TestServer;
	path: string;
	user?: string;
	method?: string;
	headers?: Record<string, string>;
	body?: string;
};
/** A request for every kind of answer. */
const requests: [number, Sent][] = [
	[200, { path: tasks, user }],
	[201, { path: tasks, user, method: "POST", headers: json, body: '{"title":"t"}' }],
	[400, { path: `${tasks}?limit=0`, user }],
	[401, { path: tasks }],
	[403, { path: "/api/other/tasks", user }],
	[404, { path: `${tasks}/987654321`, user }],
	[404, { path: "/nowhere" }],
	[405, { path: tasks, method: "PUT" }],
	[413, { path: tasks, user, method: "POST", headers: json, body: "x".repeat(70_000) }],
	[415, { path: tasks, user, method: "POST", headers: { "content-type": "text/plain" }, body: "x" }],
	[500, { on: () => broken, path: tasks, user }],
	[503, { on: () => cut, path: tasks, user }],
	[200, { path: "/health/live" }],
	[200, { path: "/openapi.json" }],
	[200, { path: "/docs" }],
];
const send = ({ on = () => server, path, headers, ...init }: Sent, from: string) =>
	on().request(path, { ...init, headers: { ...headers, origin: from } });
const corsHeaders = (response: Response) =>
	[...response.headers.keys()].filter((name) => name.startsWith("access-control-"));

describe("a page of an allowed origin", () => {
	test.each(requests)("may read every answer and its headers: %d %j", async (status, sent) => {
		const response = await send(sent, origin);
		expect(response.status).toBe(status);
		expect(response.headers.get("access-control-allow-origin")).toBe(origin);
		expect(response.headers.get("access-control-expose-headers")).toBe(
			"Link, X-Total-Count, Preference-Applied, Cache-Control, X-Content-Type-Options, X-Request-Id, WWW-Authenticate, Allow, Retry-After, ETag, Location, Accept-Encoding",
		);
		expect(response.headers.get("access-control-allow-credentials")).toBe("true");
		expect(response.headers.get("vary")).toBe("Origin");
	});

	test.each([tasks, `${tasks}/1`, "/health/live", "/nowhere"])(
		"may ask beforehand, and remember the answer: %s",
		async (path) => {
			const response = await server.request(path, {
				method: "OPTIONS",
				headers: {
					origin,
					"access-control-request-method": "PUT",
					"access-control-request-headers": "authorization,content-type",
				},
			});
			expect(response.status).toBe(204);
			expect(Object.fromEntries(response.headers)).toMatchObject({
				"access-control-allow-origin": origin,
				"access-control-allow-credentials": "true",
				"access-control-allow-methods": "GET, HEAD, POST, PUT, DELETE, PATCH",
				"access-control-allow-headers":
					"Authorization, Content-Type, Prefer, Idempotency-Key, If-None-Match, If-Match, X-Request-Id, traceparent, tracestate",
				"access-control-max-age": "600",
				vary: "Origin",
			});
		},
	);
});

test("whatever cookie comes with a request is not looked at", async () => {
	const { baseUrl } = server;
	const token = await signToken(secret, user);
	for (const name of ["token", "authorization", "better-auth.session_token"]) {
		const headers = { origin, cookie: `${name}=${token}` };
		expect((await fetch(baseUrl + tasks, { headers })).status).toBe(401);
	}
});

describe("a page of any other origin", () => {
	const others = [
		"null",
		"http://localhost:30000",
		"http://localhost",
		"https://localhost:3000",
		"http://localhost:3000.evil.example",
		"http://evil.example/http://localhost:3000",
		"localhost:3000",
		"HTTP://LOCALHOST:3000",
		"*",
		"http://localhost:3000/",
		"http://localhost:3000,http://evil.example",
	];
	test.each(others)("gets no CORS header on any answer: %s", async (other) => {
		for (const [status, sent] of requests) {
			const response = await send(sent, other);
			expect([sent.path, response.status, corsHeaders(response), response.headers.get("vary")]).toEqual([
				sent.path,
				status,
				[],
				"Origin",
			]);
		}
	});
	test.each(others)("gets none beforehand either: %s", async (other) => {
		const response = await server.request(tasks, {
			method: "OPTIONS",
			headers: { origin: other, "access-control-request-method": "PUT" },
		});
		expect([response.status, corsHeaders(response), response.headers.get("vary")]).toEqual([204, [], "Origin"]);
	});
	test("nor does a request without an origin", async () => {
		const response = await server.request(tasks, { user });
		expect([corsHeaders(response), response.headers.get("vary")]).toEqual([[], "Origin"]);
	});
});
