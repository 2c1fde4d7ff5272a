/** Every row of the design's table of answers, by its exact status, code and message. */
import { afterAll, describe, expect, test } from "bun:test";
import { signToken } from "../src/auth/sign.ts";
import {
	administer,
	createTestDatabase,
	failure,
	failureOf,
	newUser,
	secret,
	sendRaw,
	startServer,
} from "./harness.ts";

const server = await startServer();
afterAll(() => server.stop());
const user = newUser();
const created = await server.api(user).createTask({ user_id: user, body: { title: "t" } });
const taskPath = created.ok ? created.headers.location : "";

const json = { "content-type": "application/json" };
const send = (body: BodyInit, headers: Record<string, string> = json) =>
	server.request(`/api/${user}/tasks`, { method: "POST", user, headers, body });
const create = (body: unknown) => send(JSON.stringify(body));
/** What can be done to a task: methods, and what comes behind its path. */
const onTask = [
	["GET", ""],
	["PUT", ""],
	["PATCH", ""],
	["DELETE", ""],
	["PATCH", "/complete"],
] as const;
const list = (query: string) => server.request(`/api/${user}/tasks?${query}`, { user });
const invalid = (field: string, message: string) => ({
	...failure(400, "VALIDATION_ERROR", message),
	details: [{ field, message }],
});

describe("a token of one user on another user's path", () => {
	test.each(["GET", "POST"])("is forbidden the list: %s", async (method) => {
		expect(await failureOf(await server.request("/api/other/tasks", { method, user }))).toEqual(
			failure(403, "FORBIDDEN", "Not authorized to access this resource"),
		);
	});
	test.each(onTask)("is forbidden a task: %s %s", async (method, suffix) => {
		for (const id of ["1", "0", "abc"])
			expect(await failureOf(await server.request(`/api/other/tasks/${id}${suffix}`, { method, user }))).toEqual(
				failure(403, "FORBIDDEN", "Not authorized to access this task"),
			);
	});
});

describe("a task's id", () => {
	const ids = [
		"0",
		"-1",
		"1.5",
		"01",
		"+1",
		"1e3",
		"0x1",
		"abc",
		"task123",
		"%20",
		"1%00",
		"9007199254740992",
		"99999999999999999999",
	];
	test.each(ids)("that is no positive integer is not found: %s", async (id) => {
		for (const [method, suffix] of onTask) {
			const body = method === "GET" ? null : "{";
			const response = await server.request(`/api/${user}/tasks/${id}${suffix}`, { method, user, body });
			expect(await failureOf(response)).toEqual(failure(404, "TASK_NOT_FOUND", "Task not found"));
		}
	});
	test("that no task has is not found", async () => {
		for (const id of ["999999999", "9007199254740991"])
			expect(await failureOf(await server.request(`/api/${user}/tasks/${id}`, { user }))).toEqual(
				failure(404, "TASK_NOT_FOUND", "Task not found"),
			);
	});
});

describe("a body", () => {
	const unsupported = failure(
		415,
		"UNSUPPORTED_MEDIA_TYPE",
		"Content-Type must be application/json, without a Content-Encoding",
	);
	test.each([
		"text/plain",
		"application/jsonx",
		"application/json-patch+json",
		"multipart/form-data",
		"application/json; charset=utf-16",
		"json",
	])("of another content type is refused: %s", async (type) => {
		const response = await send('{"title":"t"}', { "content-type": type });
		expect(response.headers.get("accept-encoding")).toBeNull();
		expect(await failureOf(response)).toEqual(unsupported);
	});
	test.each(["gzip", "br", "gzip, identity", "x"])("that is encoded, or says so, is refused: %s", async (encoding) => {
		const headers = { ...json, "content-encoding": encoding };
		for (const body of ['{"title":"t"}', Bun.gzipSync('{"title":"t"}')]) {
			const response = await send(body, headers);
			expect(response.headers.get("accept-encoding")).toBe("identity");
			expect(await failureOf(response)).toEqual(unsupported);
		}
	});
	test.each(["identity", "Identity", "", "identity, identity"])(
		"that says that it is as it is, is read: %s",
		async (encoding) => {
			const headers = { ...json, "content-encoding": encoding };
			expect((await send('{"title":"t"}', headers)).status).toBe(201);
		},
	);
	test.each([
		"application/json",
		"Application/JSON",
		"application/json; charset=utf-8",
		'application/json;charset="UTF-8"',
	])("of JSON's content type is read: %s", async (type) => {
		expect((await send('{"title":"t"}', { "content-type": type })).status).toBe(201);
	});

	const tooLarge = failure(413, "PAYLOAD_TOO_LARGE", "Request body must be at most 16 KiB");
	const padded = (size: number) => '{"title":"t"}'.padEnd(size);
	test("of 16 KiB is read, one byte more is too large", async () => {
		expect((await send(padded(16_384))).status).toBe(201);
		expect(await failureOf(await send(padded(16_385)))).toEqual(tooLarge);
		expect(await failureOf(await send(padded(70 * 1024)))).toEqual(tooLarge);
		expect(await failureOf(await send(padded(20_000_000)))).toEqual(tooLarge);
	});
	test("is large enough for the largest task, however it is escaped", async () => {
		const escaped = (length: number) => "\\ud83d\\udca5".repeat(length);
		const body = `{"title":"${escaped(200)}","description":"${escaped(1000)}"}`;
		expect((await send(body)).status).toBe(201);
	});
	test("that comes in pieces is held to the same limit", async () => {
		// A stream has no declared length: it is sent in chunks.
		const pieces = (size: number) =>
			new ReadableStream<Uint8Array>({
				start(controller) {
					const bytes = Buffer.from(padded(size));
					for (let at = 0; at < size; at += 5_000) controller.enqueue(bytes.subarray(at, at + 5_000));
					controller.close();
				},
			});
		expect((await send(pieces(16_384))).status).toBe(201);
		expect(await failureOf(await send(pieces(16_385)))).toEqual(tooLarge);
		expect(await failureOf(await send(pieces(5_000_000)))).toEqual(tooLarge);
	});

	const malformed = failure(400, "MALFORMED_JSON", "Request body is not valid JSON");
	test.each(["{", "{'title':'t'}", "title=t", '{"title":"t",}', "NaN", '{"title":"t"} x', " "])(
		"that is not JSON is refused: %s",
		async (body) => {
			expect(await failureOf(await send(body))).toEqual(malformed);
		},
	);
	test("that is not UTF-8 is refused", async () => {
		expect(await failureOf(await send(Buffer.from('{"title":"\xff"}', "latin1")))).toEqual(malformed);
	});
	test("that is nested without end is refused", async () => {
		expect((await send("[".repeat(16_000))).status).toBe(400);
		expect((await send("[".repeat(8_000) + "]".repeat(8_000))).status).toBe(400);
		expect((await send(`{"title":${'{"a":'.repeat(2_500)}1${"}".repeat(2_500)}}`)).status).toBe(400);
	});
	test("that is needed but empty is asked for", async () => {
		for (const headers of [json, {}] as Record<string, string>[])
			expect(await failureOf(await send("", headers))).toEqual(invalid("body", "Request body is required"));
	});
});

describe("the properties of a new task", () => {
	test.each<[string, unknown, string, string]>([
		["no title", {}, "title", "Title is required and cannot be empty"],
		["an empty title", { title: "" }, "title", "Title is required and cannot be empty"],
		["a title of white space", { title: " \t\n " }, "title", "Title is required and cannot be empty"],
		["a title of no-break spaces", { title: "\u00a0\u2003" }, "title", "Title is required and cannot be empty"],
		["a null title", { title: null }, "title", "Title must be a string"],
		["a number as title", { title: 42 }, "title", "Title must be a string"],
		["a title of 201 characters", { title: "a".repeat(201) }, "title", "Title must be at most 200 characters"],
		["NUL in the title", { title: "a\0b" }, "title", "Title must not contain NUL characters or unpaired surrogates"],
		[
			"a description of 1001 characters",
			{ title: "t", description: "a".repeat(1001) },
			"description",
			"Description must be at most 1000 characters",
		],
		["a number as description", { title: "t", description: 1 }, "description", "Description must be a string or null"],
		[
			"NUL in the description",
			{ title: "t", description: "\0" },
			"description",
			"Description must not contain NUL characters or unpaired surrogates",
		],
		[
			"a property that only the server sets",
			{ title: "t", id: 7 },
			"id",
			"Unknown property. Allowed: title, description",
		],
		["another user's id", { title: "t", user_id: "bob" }, "user_id", "Unknown property. Allowed: title, description"],
		["a list", [], "body", "Request body must be a JSON object"],
		["null", null, "body", "Request body must be a JSON object"],
		["text", "t", "body", "Request body must be a JSON object"],
	])("are refused: %s", async (_, body, field, message) => {
		expect(await failureOf(await create(body))).toEqual(invalid(field, message));
	});
	test("are told of by at most a hundred characters of a name, and well-formed ones", async () => {
		const name = `${"x".repeat(99)}\ud83d\udca5${"x".repeat(50)}`;
		const { details } = await failureOf(await create({ title: "t", [name]: 1 }));
		const [{ field = "" } = {}] = details as { field: string }[];
		expect(field).toBe(`${"x".repeat(99)}\ufffd`);
	});
	test("are refused where one would change what an object is", async () => {
		for (const name of ["__proto__", "constructor", "toString"])
			expect(await failureOf(await send(`{"title":"t","${name}":{}}`))).toEqual(
				invalid(name, "Unknown property. Allowed: title, description"),
			);
	});
	// Hundreds of unknown properties once crowded all other problems out, and what had none to tell of was taken.
	test.each([31, 32, 33, 40, 1_500])(
		"are refused among %d that nobody knows, whatever else is wrong",
		async (count) => {
			const unknown = Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
			for (const known of [
				{ title: "x" },
				{ title: "x", description: null },
				{ title: 5 },
				{ title: { a: 1 }, description: null },
				{ title: "" },
				{ title: "a\0" },
				{ title: "x", description: "a".repeat(1001) },
			]) {
				const sent = { ...known, ...unknown };
				const { status, code, details } = await failureOf(await create(sent));
				expect([status, code]).toEqual([400, "VALIDATION_ERROR"]);
				const issues = details as { field: string; message: string }[];
				expect(issues.length).toBeWithin(31, 33);
				for (const { field, message } of issues) expect([field, message]).not.toContain("");
			}
		},
	);
	test("are all told of when several are wrong, the first one as the message", async () => {
		const { message, details, ...rest } = await failureOf(await create({ title: "", description: 1, color: "red" }));
		expect(rest).toEqual({ status: 400, data: null, code: "VALIDATION_ERROR" });
		expect(details).toBeArrayOfSize(3);
		expect(new Set((details as { field: string }[]).map(({ field }) => field))).toEqual(
			new Set(["title", "description", "color"]),
		);
		expect(message).toBe((details as { message: string }[])[0]?.message ?? "");
	});
});

describe("the properties of a change", () => {
	const change = async (body: object, method = "PATCH", suffix = "") =>
		failureOf(await server.request(taskPath + suffix, { method, user, json: body }));
	test.each(["PUT", "PATCH"])("are refused by %s", async (method) => {
		expect(await change({ title: "" }, method)).toEqual(invalid("title", "Title cannot be empty"));
		expect(await change({ title: "  " }, method)).toEqual(invalid("title", "Title cannot be empty"));
		expect(await change({ title: "a".repeat(201) }, method)).toEqual(
			invalid("title", "Title must be at most 200 characters"),
		);
		expect(await change({ completed: "yes" }, method)).toEqual(invalid("completed", "Completed must be true or false"));
		expect(await change({ completed: null }, method)).toEqual(invalid("completed", "Completed must be true or false"));
		expect(await change({ status: "Completed" }, method)).toEqual(
			invalid("status", "Unknown property. Allowed: title, description, completed"),
		);
		expect(await change({}, method)).toEqual(
			invalid("body", "At least one of these properties is required: title, description, completed"),
		);
	});
	test("are refused by a toggle", async () => {
		expect(await change({ completed: 1 }, "PATCH", "/complete")).toEqual(
			invalid("completed", "Completed must be true or false"),
		);
		expect(await change({ title: "t" }, "PATCH", "/complete")).toEqual(
			invalid("title", "Unknown property. Allowed: completed"),
		);
		expect(await change([], "PATCH", "/complete")).toEqual(invalid("body", "Request body must be a JSON object"));
	});
});

describe("the list's parameters", () => {
	test.each([
		["status=Done", "status", "Invalid status filter. Allowed values: Pending, Completed"],
		["status=pending", "status", "Invalid status filter. Allowed values: Pending, Completed"],
		["status=", "status", "Invalid status filter. Allowed values: Pending, Completed"],
		["sort=id", "sort", "Invalid sort field. Allowed values: created_at, updated_at, title"],
		["sort=title;drop%20table%20tasks", "sort", "Invalid sort field. Allowed values: created_at, updated_at, title"],
		["order=up", "order", "Invalid sort order. Allowed values: asc, desc"],
		["limit=0", "limit", "limit must be an integer from 1 to 100"],
		["limit=101", "limit", "limit must be an integer from 1 to 100"],
		["limit=ten", "limit", "limit must be an integer from 1 to 100"],
		["limit=1.5", "limit", "limit must be an integer from 1 to 100"],
		["limit=", "limit", "limit must be an integer from 1 to 100"],
		["limit=%00", "limit", "limit must be an integer from 1 to 100"],
		["offset=-1", "offset", "offset must be an integer from 0 to 1000000"],
		["offset=1000001", "offset", "offset must be an integer from 0 to 1000000"],
		["offset=1e3", "offset", "offset must be an integer from 0 to 1000000"],
		["limit=5&limit=5", "limit", "limit must not be given more than once"],
		["status=Pending&status=Completed", "status", "status must not be given more than once"],
	])("are refused: %s", async (query, field, message) => {
		expect(await failureOf(await list(query))).toEqual(invalid(field, message));
	});
	test("are all told of when several are wrong", async () => {
		expect(await failureOf(await list("limit=0&offset=-1"))).toMatchObject({
			message: "limit must be an integer from 1 to 100",
			details: [{ field: "limit" }, { field: "offset" }],
		});
	});
});

describe("a query parameter that the operation does not have", () => {
	const known = "status, sort, order, limit, offset, after";
	const refused = (field: string, allowed: string) => invalid(field, `Unknown query parameter. Allowed: ${allowed}`);

	test.each([
		["completed=false", "completed"],
		["page=2&limit=5", "page"],
		["status=Pending&search=", "search"],
		["Limit=5", "Limit"],
		["limit[]=5", "limit[]"],
		["limit%20=5", "limit "],
		["_=1700000000", "_"],
		["&&x", "x"],
		["=5", ""],
		["%F0%9F%A6%84=1", "🦄"],
		["__proto__=1", "__proto__"],
		[`${"a".repeat(5_000)}=1`, "a".repeat(100)],
	])("is refused, and told those that there are: %s", async (query, field) => {
		expect(await failureOf(await list(query))).toEqual(refused(field, known));
	});
	test("is told of alone, the first one of them", async () => {
		const failed = await failureOf(await list("limit=0&page=2&size=3"));
		expect(failed).toEqual(refused("page", known));
	});
	test.each([
		["GET", () => taskPath, undefined],
		["DELETE", () => taskPath, undefined],
		["PATCH", () => taskPath, '{"title":"t"}'],
		["PUT", () => taskPath, '{"title":"t"}'],
		["PATCH", () => `${taskPath}/complete`, "{}"],
		["POST", () => `/api/${user}/tasks`, '{"title":"t"}'],
	] as const)("is refused, too, where there are none: %s %p", async (method, path, body) => {
		const response = await server.request(`${path()}?force=1`, { user, method, headers: json, ...(body && { body }) });
		expect(await failureOf(response)).toEqual(refused("force", "none"));
	});
	test("is what it is, however it is encoded", async () => {
		expect((await list("%6Cimit=5&so%72t=title&")).status).toBe(200);
		expect((await list("")).status).toBe(200);
	});
	test("is ignored by what load balancers ask", async () => {
		for (const path of ["/health/live", "/health/ready"])
			expect((await server.request(`${path}?now=1`)).status).toBe(200);
	});
	test("comes after the token and the path", async () => {
		const path = `/api/${user}/tasks?page=2`;
		expect((await server.request(path)).status).toBe(401);
		expect((await server.request(path, { user: newUser() })).status).toBe(403);
	});
});

describe("a path", () => {
	test.each([
		"/api",
		"/api/a",
		"/tasks",
		"/api/a/tasks/",
		"/api//tasks",
		"/api/a/tasks/1/",
		"/api/a/tasks/1/complete/",
		"/api/a/tasks/1/done",
		"/API/a/tasks",
		"/health",
		"/%2e%2e/etc/passwd",
		"/docs/../../package.json",
	])("that does not exist is not found: %s", async (path) => {
		expect(await failureOf(await server.request(path))).toEqual(failure(404, "NOT_FOUND", "Not found"));
	});
	test.each([
		["PUT", "/api/a/tasks", "GET, HEAD, POST"],
		["OPTIONS", "/api/a/tasks", "GET, HEAD, POST"],
		["PROPFIND", "/api/a/tasks", "GET, HEAD, POST"],
		["POST", "/api/a/tasks/1", "GET, HEAD, PUT, DELETE, PATCH"],
		["GET", "/api/a/tasks/1/complete", "PATCH"],
		["DELETE", "/health/live", "GET, HEAD"],
	])("has no other methods than it allows: %s %s", async (method, path, allow) => {
		const response = await server.request(path, { method });
		expect(response.headers.get("allow")).toBe(allow);
		expect(await failureOf(response)).toEqual(failure(405, "METHOD_NOT_ALLOWED", "Method not allowed"));
	});
	test.each(["/health/live#a", "/health/live#/a", "/api/a/tasks#a", "/api/a/tasks/1#/a"])(
		"with a fragment, which clients must not send, is another path: %s",
		async (path) => {
			const answer = await sendRaw(server.baseUrl, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
			expect(answer).toStartWith("HTTP/1.1 404 ");
			expect(answer).toContain('"code":"NOT_FOUND"');
		},
	);
	test("answers HEAD as GET, without the body", async () => {
		for (const path of [`/api/${user}/tasks`, taskPath, "/health/live"]) {
			const [head, get] = await Promise.all([
				server.request(path, { method: "HEAD", user }),
				server.request(path, { user }),
			]);
			expect([head.status, head.headers.get("content-type")]).toEqual([200, "application/json"]);
			expect(head.headers.get("content-length")).toBe(String((await get.bytes()).length));
			expect(await head.text()).toBe("");
		}
	});
	test("is taken from the request line alone, whatever the Host header looks like", async () => {
		const get = (path: string, host: string) =>
			sendRaw(server.baseUrl, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
		for (const host of ["a", "localhost:8000", "a.example.org"]) {
			expect(await get("/nowhere", host)).toStartWith("HTTP/1.1 404 ");
			expect(await get("//api/a/tasks", host)).toStartWith("HTTP/1.1 404 ");
			expect(await get("/api/a/tasks", host)).toStartWith("HTTP/1.1 401 ");
		}
		expect(await get("/nowhere", "x/api/a/tasks")).toMatch(/^HTTP\/1\.1 40[04] /);
	});
});

describe("order of the checks", () => {
	const huge = "x".repeat(70_000);
	test("the token comes before everything else", async () => {
		const response = await server.request("/api/other/tasks/abc", { method: "PUT", body: huge });
		expect((await failureOf(response)).code).toBe("MISSING_TOKEN");
	});
	test("then whose path it is, the id, the content type, the size, the JSON, and the rules", async () => {
		const put = async (path: string, headers: Record<string, string>, body: string) =>
			(await failureOf(await server.request(path, { method: "PUT", user, headers, body }))).code;
		expect(await put("/api/other/tasks/abc", {}, huge)).toBe("FORBIDDEN");
		expect(await put(`/api/${user}/tasks/abc`, {}, huge)).toBe("TASK_NOT_FOUND");
		expect(await put(`/api/${user}/tasks/999999`, { "content-type": "text/plain" }, huge)).toBe(
			"UNSUPPORTED_MEDIA_TYPE",
		);
		expect(await put(`/api/${user}/tasks/999999`, json, huge)).toBe("PAYLOAD_TOO_LARGE");
		expect(await put(`/api/${user}/tasks/999999`, json, "{")).toBe("MALFORMED_JSON");
		expect(await put(`/api/${user}/tasks/999999`, json, '{"title":""}')).toBe("VALIDATION_ERROR");
		expect(await put(`/api/${user}/tasks/999999`, json, '{"title":"t"}')).toBe("TASK_NOT_FOUND");
	});
	test("an anonymous or forbidden request never reaches the database", async () => {
		await using cut = await startServer({
			databaseUrl: "postgres://nobody@127.0.0.1:1/none",
		});
		expect((await fetch(`${cut.baseUrl}/api/a/tasks`)).status).toBe(401);
		expect((await cut.request("/api/b/tasks", { user: "a" })).status).toBe(403);
		expect((await cut.request("/api/a/tasks/x", { user: "a" })).status).toBe(404);
		expect((await cut.request("/api/a/tasks?limit=0", { user: "a" })).status).toBe(400);
	});
});

describe("a failure of the service's own", () => {
	test("is a 500 that tells nothing but its request id, under which the log has the reason", async () => {
		const databaseUrl = await createTestDatabase();
		await using broken = await startServer({ databaseUrl });
		await administer((sql) => sql`alter table tasks rename column title to name`, databaseUrl);
		const response = await broken.request("/api/a/tasks", { user: "a" });
		expect(await failureOf(response)).toEqual(failure(500, "INTERNAL_ERROR", "Internal server error"));
		const id = response.headers.get("x-request-id");
		const [line] = broken.logged.map((text) => JSON.parse(text)).filter(({ request_id }) => request_id === id);
		expect(line).toMatchObject({ level: 50, status: 500, error: { code: "42703" } });
	});
	test("to wait longer for a body than a request may take is a 503", async () => {
		await using impatient = await startServer({ deadline: 200 });
		const token = await signToken(secret, "a");
		const answer = await sendRaw(
			impatient.baseUrl,
			`POST /api/a/tasks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{"title":`,
		);
		expect(answer).toStartWith("HTTP/1.1 503 ");
		expect(answer).toContain('"code":"SERVICE_UNAVAILABLE"');
	});
	test("to want no new work is a readiness of 503, while liveness stays 200", async () => {
		await using stopping = await startServer({ draining: () => true });
		const ready = await stopping.request("/health/ready");
		expect(await failureOf(ready)).toEqual(failure(503, "SERVICE_UNAVAILABLE", "Service temporarily unavailable"));
		expect((await stopping.request("/health/live")).status).toBe(200);
	});
	test("without a database is a 503 that says when to try again", async () => {
		await using cut = await startServer({
			databaseUrl: "postgres://nobody@127.0.0.1:1/none",
		});
		const response = await cut.request("/api/a/tasks", { user: "a" });
		expect(response.headers.get("retry-after")).toBe("1");
		expect(await failureOf(response)).toEqual(failure(503, "SERVICE_UNAVAILABLE", "Service temporarily unavailable"));
	});
});

describe("the request id", () => {
	test("is the client's own where it is fit for a log", async () => {
		for (const id of ["abc-123", "01J9Z3:x/y=", "a".repeat(128)]) {
			const response = await server.request("/health/live", { headers: { "x-request-id": id } });
			expect(response.headers.get("x-request-id")).toBe(id);
		}
	});
	test("is a new one where it is not, on every answer", async () => {
		const seen = new Set<string | null>();
		for (const path of ["/health/live", "/nowhere", `/api/${user}/tasks`, "/docs", "/openapi.yaml", "/openapi.json"])
			for (const id of ["", "a b", "a".repeat(129), 'x"y']) {
				const response = await server.request(path, { headers: { "x-request-id": id } });
				expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
				seen.add(response.headers.get("x-request-id"));
			}
		expect(seen.size).toBe(24);
	});
});
