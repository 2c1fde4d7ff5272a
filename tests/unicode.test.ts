/** Text of every kind goes in and comes out unchanged, or is refused in the contract's words; never a 500. */
import { afterAll, describe, expect, test } from "bun:test";
import { failureOf, newUser, startServer } from "./harness.ts";

const server = await startServer();
afterAll(() => server.stop());

/** Creates a task out of JSON text, so that escapes reach the server as they are. */
const post = (user: string, json: string) => server.request(`/api/${user}/tasks`, { method: "POST", user, json });

describe("lengths are counted in code points", () => {
	test.each([
		["emoji", "😀"],
		["letters", "a"],
		["ideographs", "漢"],
		["combining marks", "\u0301"],
	])("200 %s make a title, 201 do not; 1000 make a description, 1001 do not", async (_, character) => {
		const user = newUser();
		for (const [property, most, name] of [
			["title", 200, "Title"],
			["description", 1000, "Description"],
		] as const) {
			const body = (length: number) => JSON.stringify({ title: "t", [property]: character.repeat(length) });
			const fits = await post(user, body(most));
			expect(fits.status).toBe(201);
			expect(await fits.json()).toMatchObject({ data: { [property]: character.repeat(most) } });
			expect(await failureOf(await post(user, body(most + 1)))).toMatchObject({
				status: 400,
				message: `${name} must be at most ${most} characters`,
			});
		}
	});
});

describe("text that is stored", () => {
	test.each([
		"naïve café",
		"مرحبا",
		"👩‍👩‍👧‍👦",
		"\u202eright to left",
		"\ufeffbyte order mark",
		"\u0001\u001f\u007f",
		"\uffff\ufffe",
		"\u{10ffff}",
		"\u0085",
		"\u200b",
		"\\u0000 \\x",
		"\"'`;--$1%s",
	])("comes back as it was sent: %j", async (title) => {
		const user = newUser();
		const created = await server.api(user).createTask({ user_id: user, body: { title, description: title } });
		expect(created as unknown).toMatchObject({ status: 201, data: { title, description: title } });
	});
});

describe("text that cannot be stored", () => {
	test.each(["\\u0000", "a\\u0000b", "\\ud800", "\\udc00", "a\\ud800b", "\\udc00\\ud800"])(
		"is refused: %s",
		async (escaped) => {
			const user = newUser();
			expect(await failureOf(await post(user, `{"title":"x${escaped}"}`))).toMatchObject({
				status: 400,
				message: "Title must not contain NUL characters or unpaired surrogates",
			});
			expect(await failureOf(await post(user, `{"title":"t","description":"${escaped}"}`))).toMatchObject({
				status: 400,
				message: "Description must not contain NUL characters or unpaired surrogates",
			});
		},
	);
	test("is not stored by a change either", async () => {
		const user = newUser();
		const location = (await post(user, '{"title":"t"}')).headers.get("location") ?? "";
		for (const method of ["PUT", "PATCH"])
			for (const property of ["title", "description"]) {
				const json = `{"${property}":"\\ud83d"}`;
				expect((await server.request(location, { method, user, json })).status).toBe(400);
			}
	});
});

test("nothing that a client can send gives a 500", async () => {
	const user = newUser();
	const location = (await post(user, '{"title":"t"}')).headers.get("location") ?? "";
	const texts = [
		"",
		" ",
		"\0",
		"\ud800",
		"a".repeat(70_000),
		"😀".repeat(201),
		"'",
		"\\",
		"%00",
		"%ff",
		"../",
		"-1",
		"1e999",
		"9".repeat(400),
		"null",
	];
	const values: unknown[] = [...texts, null, true, 0, -0, 1e308, 2 ** 53, 0.1, [], {}, [[]], { a: 1 }];
	const statuses = new Set<number>();
	const send = async (method: string, path: string, json?: string) => {
		const response = await server.request(path, { method, user, json });
		statuses.add(response.status);
		await response.bytes();
	};
	for (const value of values)
		for (const property of ["title", "description", "completed", "id", "__proto__"])
			for (const [method, path] of [
				["POST", `/api/${user}/tasks`],
				["PUT", location],
				["PATCH", location],
				["PATCH", `${location}/complete`],
			] as const)
				await send(method, path, JSON.stringify({ title: "t", [property]: value }));
	for (const value of values) await send("POST", `/api/${user}/tasks`, JSON.stringify(value));
	for (const text of texts.map(encodeURIComponentSafely)) {
		for (const parameter of ["status", "sort", "order", "limit", "offset", "other"])
			await send("GET", `/api/${user}/tasks?${parameter}=${text}`);
		for (const method of ["GET", "DELETE"]) await send(method, `/api/${user}/tasks/${text.slice(0, 2000)}`);
		await send("GET", `/api/${text.slice(0, 2000)}/tasks`);
	}
	for (const query of ["%", "%zz", "=", "&&&", "limit", "a[]=1", "%00=%00"])
		await send("GET", `/api/${user}/tasks?${query}`);
	expect([...statuses].filter((status) => status >= 500)).toEqual([]);
	expect([...statuses].toSorted()).toEqual([200, 201, 400, 403, 404, 413]);
}, 60_000);

/** Percent-encoded UTF-8, where unpaired surrogates become U+FFFD; escapes stay what they are. */
const encodeURIComponentSafely = (text: string): string =>
	text.startsWith("%") ? text : encodeURIComponent(text.toWellFormed()).slice(0, 8000);
