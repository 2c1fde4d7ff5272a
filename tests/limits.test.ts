/**
 * What Bun decides before any code of ours sees the request: "Known limits" in src/process/README.md. A test that fails
 * here is good news: a newer Bun does better, and the line can go.
 */
import { afterAll, describe, expect, test } from "bun:test";
import { signToken } from "../src/auth/sign.ts";
import { newUser, secret, sendRaw, startServer } from "./harness.ts";

const server = await startServer();
afterAll(() => server.stop());
const user = newUser();
const post = `POST /api/${user}/tasks HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${await signToken(secret, user)}\r\nContent-Type: application/json\r\n`;

const send = (bytes: string) => sendRaw(server.baseUrl, bytes);
const get = "GET /health/live HTTP/1.1\r\nHost: a\r\n";
const last = "Connection: close\r\n\r\n";

describe("is refused without a word of the contract's", () => {
	test.each<[string, number, () => string]>([
		["what is not HTTP", 400, () => "HELLO\r\n\r\n"],
		["a request without Host", 400, () => "GET /health/live HTTP/1.1\r\n\r\n"],
		["a header with NUL in it", 400, () => `${get}X-A: \0\r\n\r\n`],
		["a body with two lengths", 400, () => `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
		[
			"a trailer behind a body in chunks",
			400,
			() => `${post}Transfer-Encoding: chunked\r\n\r\nd\r\n{"title":"t"}\r\n0\r\nX-A: b\r\n\r\n`,
		],
		["a header of 16 KiB", 431, () => `${get}X-A: ${"a".repeat(16_384)}\r\n\r\n`],
		["a URL of 16 KiB", 431, () => `GET /health/live?${"a".repeat(16_384)} HTTP/1.1\r\nHost: a\r\n\r\n`],
		["199 headers", 431, () => `${get}${"X-A: b\r\n".repeat(198)}\r\n`],
		["another version of HTTP", 505, () => "GET /health/live HTTP/2.0\r\nHost: a\r\n\r\n"],
	])("%s", async (_, status, bytes) => {
		const answer = await send(bytes());
		expect(answer).toStartWith(`HTTP/1.1 ${status} `);
		expect(answer).toEndWith("Connection: close\r\n\r\n");
	});
});

test.each(["FOO", "get"])("a method that Bun does not know gets no answer at all: %s", async (method) => {
	expect(await send(`${method} /health/live HTTP/1.1\r\nHost: a\r\n\r\n`)).toBe("");
});

test("of requests that are sent without waiting for answers the first is executed, and none is answered", async () => {
	const create = (title: string) => `${post}Content-Length: ${title.length + 12}\r\n\r\n{"title":"${title}"}`;
	expect(await send(create("first") + create("second"))).toBe("");
	const titles = async () => {
		const list = await server.api(user).listTasks({ user_id: user });
		return list.ok ? list.data.map(({ title }) => title) : [];
	};
	// It goes on after its connection was closed.
	while (!(await titles()).includes("first")) await Bun.sleep(5);
	expect(await titles()).not.toContain("second");
});

test("a second Host header is let through", async () => {
	expect(await send(`${get}Host: b\r\n${last}`)).toStartWith("HTTP/1.1 200 ");
});
