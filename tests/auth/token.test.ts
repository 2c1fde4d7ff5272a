import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { signToken } from "../../src/auth/sign.ts";
import {
	administer,
	createTestDatabase,
	failure,
	failureOf,
	newUser,
	secret,
	startServer,
	type TestServer,
} from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

const seconds = () => Math.floor(Date.now() / 1000);
const segment = (value: unknown) =>
	(Buffer.isBuffer(value) ? value : Buffer.from(typeof value === "string" ? value : JSON.stringify(value))).toString(
		"base64url",
	);

/** A token made by hand, so that anything can be in it. */
function forge(header: unknown, claims: unknown, { key = secret, hash = "sha256" } = {}): string {
	return sign(`${segment(header)}.${segment(claims)}`, key, hash);
}

const sign = (content: string, key = secret, hash = "sha256"): string =>
	`${content}.${createHmac(hash, key).update(content).digest("base64url")}`;

/** The same JSON in base64url that no encoder writes: a decoder that is lenient reads it all the same. */
const misspellings = (value: object): [string, string][] => {
	const json = JSON.stringify(value);
	// As many bytes as leave 2 or 4 bits of the last character unused, or none.
	const [whole, one, two] = [0, 1, 2].map((rest) => segment(json + " ".repeat((rest + 3 - (json.length % 3)) % 3))) as [
		string,
		string,
		string,
	];
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const nextTo = (text: string) => text.slice(0, -1) + alphabet[alphabet.indexOf(text.slice(-1)) + 1];
	return [
		["with one of four unused bits set", nextTo(one)],
		["with one of two unused bits set", nextTo(two)],
		["with half a character too many", `${whole}A`],
		["with padding", `${one}==`],
		[
			"in the other alphabet",
			segment(`${json.slice(0, -1)},"x":"\u00ff\u00fe\u00fb>>>???"}`)
				.replaceAll("-", "+")
				.replaceAll("_", "/"),
		],
	];
};

const hs256 = { alg: "HS256" };
const claims = (more: object = {}) => ({ sub: "ann", exp: seconds() + 60, ...more });
const ask = (authorization?: string, on = server) =>
	fetch(`${on.baseUrl}/api/ann/tasks`, authorization === undefined ? {} : { headers: { authorization } });

const missing = failure(401, "MISSING_TOKEN", "Missing authorization token");
const invalid = failure(401, "INVALID_TOKEN", "Invalid token");
const forged = failure(401, "INVALID_SIGNATURE", "Invalid token signature");
const expired = failure(401, "TOKEN_EXPIRED", "Token has expired");

describe("a request without a token", () => {
	test.each([[undefined], ["Basic YTpi"], ["Bearer"], ["Token abc"], [""]])("is refused: %p", async (authorization) => {
		const response = await ask(authorization);
		expect(response.headers.get("www-authenticate")).toBe("Bearer");
		expect(await failureOf(response)).toEqual(missing);
	});
});

describe("a valid token", () => {
	test("is accepted, whatever the case of the scheme", async () => {
		for (const scheme of ["Bearer", "bearer", "BEARER"])
			expect((await ask(`${scheme} ${await signToken(secret, "ann")}`)).status).toBe(200);
	});

	test("is accepted with thousands of characters of claims", async () => {
		const token = forge(hs256, claims({ name: "x".repeat(5_900) }));
		expect(token.length).toBeWithin(7_900, 8_192);
		expect((await ask(`Bearer ${token}`)).status).toBe(200);
	});
	test("is accepted with a typ of JWT, in any case", async () => {
		for (const typ of ["JWT", "jwt"])
			expect((await ask(`Bearer ${forge({ alg: "HS256", typ }, claims())}`)).status).toBe(200);
	});

	test("is accepted without typ, as Better Auth sends it, and with any further claims", async () => {
		expect((await ask(`Bearer ${forge(hs256, claims({ email: "ann@example.org", role: "x" }))}`)).status).toBe(200);
	});

	test("is accepted where the issuer's clock is up to five seconds ahead", async () => {
		expect((await ask(`Bearer ${forge(hs256, claims({ iat: seconds() + 4, nbf: seconds() + 4 }))}`)).status).toBe(200);
	});
});

describe("a token is refused as invalid", () => {
	const now = seconds();
	test.each<[string, string]>([
		["that is not a JWT", "abc"],
		["of two parts", "e30.e30"],
		["of four parts", `${forge(hs256, claims())}.e30`],
		["that holds no JSON", `${segment("no")}.${segment("no")}.x`],
		["whose header is an array", forge([hs256], claims())],
		["whose claims are null", forge(hs256, null)],
		["whose parts are not base64url", "@@@.@@@.@@@"],
		["with a space in it", "a b"],
		["of more than 8,192 characters before its signature", forge(hs256, claims({ name: "x".repeat(6_200) }))],
		["with the algorithm none", `${segment({ alg: "none" })}.${segment(claims())}.`],
		["with no algorithm", forge({}, claims())],
		[
			"that says that it is for another purpose",
			forge({ alg: "HS256", typ: "better-auth.session-cache+jwt" }, claims()),
		],
		["with the algorithm in lower case", forge({ alg: "hs256" }, claims())],
		["signed with HS384", forge({ alg: "HS384" }, claims(), { hash: "sha384" })],
		["signed with HS512", forge({ alg: "HS512" }, claims(), { hash: "sha512" })],
		["that says RS256", forge({ alg: "RS256" }, claims())],
		["that says EdDSA", forge({ alg: "EdDSA" }, claims())],
		["with an extension that must be understood", forge({ alg: "HS256", crit: ["b64"], b64: false }, claims())],
		["without sub", forge(hs256, { exp: now + 600 })],
		["with an empty sub", forge(hs256, claims({ sub: "" }))],
		["with a number as sub", forge(hs256, claims({ sub: 42 }))],
		["with null as sub", forge(hs256, claims({ sub: null }))],
		["with a list as sub", forge(hs256, claims({ sub: ["ann"] }))],
		["with NUL in sub", forge(hs256, claims({ sub: "ann\0" }))],
		["with an unpaired surrogate in sub", forge(hs256, claims({ sub: "\ud800" }))],
		["with a sub of 256 characters", forge(hs256, claims({ sub: "a".repeat(256) }))],
		["with a sub that is a step in a path", forge(hs256, claims({ sub: "." }))],
		["with a sub that is a step back", forge(hs256, claims({ sub: ".." }))],
		["whose sub is not UTF-8", forge(hs256, Buffer.from(`{"sub":"\xff","exp":${now + 60}}`, "latin1"))],
		["whose header is not UTF-8", forge(Buffer.from('{"alg":"HS256","kid":"\xc0"}', "latin1"), claims())],
		["that begins with a byte order mark", forge(hs256, `\ufeff${JSON.stringify(claims())}`)],
		...misspellings(hs256).map(([how, header]): [string, string] => [
			`whose header is written ${how}`,
			sign(`${header}.${segment(claims())}`),
		]),
		...misspellings(claims()).map(([how, payload]): [string, string] => [
			`whose claims are written ${how}`,
			sign(`${segment(hs256)}.${payload}`),
		]),
		["without exp", forge(hs256, { sub: "ann" })],
		["with text as exp", forge(hs256, claims({ exp: `${now + 60}` }))],
		["with a null exp", forge(hs256, claims({ exp: null }))],
		["that is not valid yet", forge(hs256, claims({ nbf: now + 600 }))],
		["with text as nbf", forge(hs256, claims({ nbf: "now" }))],
		["that was issued in the future", forge(hs256, claims({ iat: now + 600 }))],
	])("%s", async (_, token) => {
		const response = await ask(`Bearer ${token}`);
		expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
		expect(await failureOf(response)).toEqual(invalid);
	});
});

describe("a token is refused for its signature", () => {
	const tamper = (token: string) => {
		const [header, , signature] = token.split(".");
		return `${header}.${segment(claims({ sub: "bob" }))}.${signature}`;
	};
	test.each<[string, () => string]>([
		["where it was made with another secret", () => forge(hs256, claims(), { key: "x".repeat(32) })],
		["where the user in it was changed", () => tamper(forge(hs256, claims()))],
		["where it was cut off", () => forge(hs256, claims()).slice(0, -1)],
		["where there is none", () => `${forge(hs256, claims()).split(".").slice(0, 2).join(".")}.`],
		["where it is in another alphabet", () => `${forge(hs256, claims())}=`],
		["even if it has expired as well", () => forge(hs256, claims({ exp: 1 }), { key: "x".repeat(32) })],
		["even if its claims are wrong as well", () => forge(hs256, {}, { key: "x".repeat(32) })],
	])("%s", async (_, token) => {
		const response = await ask(`Bearer ${token()}`);
		expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
		expect(await failureOf(response)).toEqual(forged);
	});
});

describe("an expired token", () => {
	test.each([1, 60, 100_000])("is refused %d seconds later", async (age) => {
		const response = await ask(`Bearer ${forge(hs256, claims({ exp: seconds() - age }))}`);
		expect(response.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
		expect(await failureOf(response)).toEqual(expired);
	});
});

describe("where an issuer and an audience are configured", () => {
	let strict: TestServer;
	beforeAll(async () => {
		strict = await startServer({
			tokens: {
				secret,
				issuer: "https://auth.example.org",
				audience: "tasks",
			},
		});
	});
	afterAll(() => strict.stop());
	const good = { iss: "https://auth.example.org", aud: "tasks" };

	test("a token with both is accepted, with the audience also among others", async () => {
		for (const aud of ["tasks", ["other", "tasks"]])
			expect((await ask(`Bearer ${forge(hs256, claims({ ...good, aud }))}`, strict)).status).toBe(200);
	});

	test.each<object>([
		{ ...good, iss: "https://evil.example.org" },
		{ ...good, aud: "other" },
		{ ...good, aud: ["other"] },
		{ iss: good.iss },
		{ aud: good.aud },
	])("a token with %p is refused", async (wrong) => {
		expect(await failureOf(await ask(`Bearer ${forge(hs256, claims(wrong))}`, strict))).toEqual(invalid);
	});
});

describe("a valid token of a user that Better Auth has deleted", () => {
	let owned: TestServer;
	beforeAll(async () => {
		const databaseUrl = await createTestDatabase();
		// What Better Auth's migration does to the table.
		await administer((sql) => sql`alter table users add column email text not null unique`, databaseUrl);
		owned = await startServer({ databaseUrl });
	});
	afterAll(() => owned.stop());

	test("is refused for every operation, and leaves no user behind", async () => {
		const user_id = newUser();
		const api = owned.api(user_id);
		const unknown = {
			status: 401,
			error: { code: "UNKNOWN_USER", message: "User no longer exists" },
			headers: { wwwAuthenticate: 'Bearer error="invalid_token"' },
		};
		const task = { user_id, task_id: 1 };
		for (const result of [
			await api.createTask({ user_id, body: { title: "t" } }),
			await api.listTasks({ user_id }),
			await api.getTask(task),
			await api.replaceTask({ ...task, body: { title: "t" } }),
			await api.updateTask({ ...task, body: { title: "t" } }),
			await api.toggleTaskCompletion(task),
			await api.deleteTask(task),
		]) {
			expect(result as unknown).toMatchObject(unknown);
		}
		expect(await administer((sql) => sql`select from users where id = ${user_id}`, owned.databaseUrl)).toHaveLength(0);
	});

	test("while a user that it has can work, until the deletion takes the tasks along", async () => {
		const user_id = newUser();
		const api = owned.api(user_id);
		await administer((sql) => sql`insert into users values (${user_id}, ${user_id})`, owned.databaseUrl);
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ ok: true, data: [] });
		expect((await api.createTask({ user_id, body: { title: "t" } })).status).toBe(201);
		await administer((sql) => sql`delete from users where id = ${user_id}`, owned.databaseUrl);
		expect(
			await administer((sql) => sql`select from tasks where user_id = ${user_id}`, owned.databaseUrl),
		).toHaveLength(0);
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ error: { code: "UNKNOWN_USER" } });
	});
});

describe("a token that is signed with a key, where there is only a secret", () => {
	const eddsa = (on: TestServer) => ask(`Bearer ${forge({ alg: "EdDSA", kid: "k" }, claims())}`, on);

	test("is refused, and the log says once what is missing", async () => {
		await using own = await startServer();
		expect(await failureOf(await eddsa(own))).toEqual(invalid);
		await eddsa(own);
		const hints = own.logged.filter((line) => line.includes("BETTER_AUTH_URL"));
		expect(hints.map((line) => JSON.parse(line))).toMatchObject([{ level: 40, algorithm: "EdDSA" }]);
	});

	test("is not told of where the algorithm is none that could be accepted", async () => {
		await using own = await startServer();
		for (const alg of ["none", "HS512", "EdDSA\n", 1, null]) await ask(`Bearer ${forge({ alg }, claims())}`, own);
		expect(own.logged.join("")).not.toContain("BETTER_AUTH_URL");
	});

	test("is not told of where there are keys to fetch", async () => {
		const url = "http://127.0.0.1:1/jwks";
		const jwks = { url, origin: "http://127.0.0.1:1" };
		await using own = await startServer({ tokens: { secret, jwks } });
		expect((await eddsa(own)).status).toBe(503);
		expect(own.logged.join("")).not.toContain("BETTER_AUTH_URL");
	});
});
