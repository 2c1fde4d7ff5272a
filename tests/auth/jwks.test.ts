/** Tokens that are signed with keys of a JWKS endpoint: real keys, a real endpoint, and what can befall it. */
import { afterEach, describe, expect, test } from "bun:test";
import { createHmac, createPublicKey } from "node:crypto";
import { exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import type { TokenRules } from "../../src/auth/token.ts";
import { createTestDatabase, failure, failureOf, secret, startServer, type TestServer } from "../harness.ts";

const origin = "https://app.example.org";
const seconds = () => Math.floor(Date.now() / 1000);

const databaseUrl = await createTestDatabase();
const open: AsyncDisposable[] = [];
afterEach(async () => {
	for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

interface Key {
	readonly jwk: JWK;
	readonly privateKey: CryptoKey;
	/** A token of Ann's, as Better Auth signs it but for what is given. */
	sign(claims?: JWTPayload, header?: object): Promise<string>;
}

async function newKey(alg = "EdDSA", kid = crypto.randomUUID() as string): Promise<Key> {
	const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
	return {
		privateKey,
		jwk: { ...(await exportJWK(publicKey)), kid, alg },
		sign: (claims = {}, header = {}) =>
			new SignJWT({ sub: "ann", iss: origin, aud: origin, exp: seconds() + 900, ...claims })
				.setProtectedHeader({ alg, kid, ...header })
				.sign(privateKey),
	};
}

/** An endpoint with these keys; what it answers can be changed. */
function publish(...keys: Key[]) {
	const state = {
		url: "",
		asked: 0,
		answer: (): Response | Promise<Response> => Response.json({ keys: keys.map(({ jwk }) => jwk) }),
		serve: (...others: Key[]) => {
			state.answer = () => Response.json({ keys: others.map(({ jwk }) => jwk) });
		},
	};
	const endpoint = Bun.serve({
		hostname: "127.0.0.1",
		port: 0,
		// It may keep a client waiting for as long as the client likes.
		idleTimeout: 0,
		fetch: () => {
			state.asked += 1;
			return state.answer();
		},
	});
	state.url = `http://127.0.0.1:${endpoint.port}/api/auth/jwks`;
	open.push({ [Symbol.asyncDispose]: () => endpoint.stop(true) });
	return state;
}

type Timing = Omit<NonNullable<TokenRules["jwks"]>, "url" | "origin">;

/** The service with the keys of an endpoint. */
async function serverFor(
	{ url }: { url: string },
	timing: Timing = {},
	more: Omit<TokenRules, "jwks"> = {},
): Promise<TestServer> {
	const jwks = { url, origin, ...timing };
	const server = await startServer({ databaseUrl, tokens: { ...more, jwks } });
	open.push(server);
	return server;
}

const ask = (server: TestServer, token: string) =>
	fetch(`${server.baseUrl}/api/ann/tasks`, { headers: { authorization: `Bearer ${token}` } });
const statusOf = async (server: TestServer, token: string) => (await ask(server, token)).status;
const codeOf = async (server: TestServer, token: string) => (await failureOf(await ask(server, token))).code;

describe("a token of Better Auth's jwt plugin", () => {
	test.each(["EdDSA", "ES256", "ES512", "RS256", "PS256"])("is accepted where its key is %s", async (alg) => {
		const key = await newKey(alg);
		const server = await serverFor(publish(await newKey(alg), key));
		expect(await statusOf(server, await key.sign())).toBe(200);
		const other = await newKey(alg, key.jwk.kid);
		expect(await codeOf(server, await other.sign())).toBe("INVALID_SIGNATURE");
	});

	test("is accepted without a key id where there is one key alone", async () => {
		const [key, other] = [await newKey(), await newKey("RS256")];
		const endpoint = publish(key, other);
		const server = await serverFor(endpoint, { maxAge: 0 });
		const token = await key.sign({}, { kid: undefined });
		expect(await statusOf(server, token)).toBe(200);
		endpoint.serve(key, await newKey());
		expect(await codeOf(server, token)).toBe("INVALID_SIGNATURE");
	});

	test("must have the endpoint's origin as issuer and audience", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key));
		for (const aud of [origin, ["other", origin]]) expect(await statusOf(server, await key.sign({ aud }))).toBe(200);
		for (const wrong of [
			{ iss: "https://evil.example.org" },
			{ aud: "better-auth.session-cache" },
			{ aud: [] },
			{ iss: undefined },
			{ aud: undefined },
		] as JWTPayload[])
			expect(await codeOf(server, await key.sign(wrong))).toBe("INVALID_TOKEN");
	});

	test("must have the issuer and the audience that are configured instead", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key), {}, { issuer: "us", audience: "tasks" });
		expect(await statusOf(server, await key.sign({ iss: "us", aud: "tasks" }))).toBe(200);
		expect(await codeOf(server, await key.sign())).toBe("INVALID_TOKEN");
	});

	test("is held to the same claims as any other", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key));
		expect(await codeOf(server, await key.sign({ exp: 1 }))).toBe("TOKEN_EXPIRED");
		for (const wrong of [
			{ sub: "" },
			{ sub: undefined },
			{ exp: undefined },
			{ nbf: seconds() + 600 },
			{ iat: seconds() + 600 },
		] as JWTPayload[])
			expect(await codeOf(server, await key.sign(wrong))).toBe("INVALID_TOKEN");
	});

	test("does not stand in for another user's", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key));
		expect(await codeOf(server, await key.sign({ sub: "bob" }))).toBe("FORBIDDEN");
	});

	test("that is Better Auth's cached session is not accepted", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key));
		const typ = "better-auth.session-cache+jwt";
		expect(await codeOf(server, await key.sign({}, { typ }))).toBe("INVALID_TOKEN");
	});
});

describe("the keys", () => {
	test("are fetched once, however many requests come at once and after", async () => {
		const key = await newKey();
		const endpoint = publish(key);
		const server = await serverFor(endpoint);
		const token = await key.sign();
		const statuses = await Promise.all(Array.from({ length: 50 }, () => statusOf(server, token)));
		expect(new Set(statuses)).toEqual(new Set([200]));
		expect(await statusOf(server, token)).toBe(200);
		expect(endpoint.asked).toBe(1);
	});

	test("are fetched again for a new key, at once after a rotation", async () => {
		const [old, next] = [await newKey(), await newKey()];
		const endpoint = publish(old);
		const server = await serverFor(endpoint);
		expect(await statusOf(server, await old.sign())).toBe(200);
		endpoint.serve(old, next);
		expect(await statusOf(server, await next.sign())).toBe(200);
		expect(await statusOf(server, await old.sign())).toBe(200);
		expect(endpoint.asked).toBe(2);
	});

	test("are not fetched again for each token that somebody makes up", async () => {
		const [key, stranger] = [await newKey(), await newKey()];
		const endpoint = publish(key);
		const server = await serverFor(endpoint, { cooldown: 60_000 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		for (let i = 0; i < 50; i++)
			expect(await codeOf(server, await stranger.sign({}, { kid: `made-up-${i}` }))).toBe("INVALID_SIGNATURE");
		expect(endpoint.asked).toBe(2);
		expect(await statusOf(server, await key.sign())).toBe(200);
	});

	test("are fetched again for a new key once the cooldown is over", async () => {
		const [key, next] = [await newKey(), await newKey()];
		const endpoint = publish(key);
		const server = await serverFor(endpoint, { cooldown: 0 });
		const token = await next.sign();
		expect(await statusOf(server, await key.sign())).toBe(200);
		expect(await codeOf(server, token)).toBe("INVALID_SIGNATURE");
		endpoint.serve(key, next);
		expect(await statusOf(server, token)).toBe(200);
	});

	test("are fetched again when they are old, and one that was taken back is refused", async () => {
		const [key, other] = [await newKey(), await newKey()];
		const endpoint = publish(key, other);
		const server = await serverFor(endpoint, { maxAge: 0 });
		const token = await key.sign();
		expect(await statusOf(server, token)).toBe(200);
		endpoint.serve(other);
		expect(await codeOf(server, token)).toBe("INVALID_SIGNATURE");
	});

	test("that are too short, for encryption or of a kind that nobody knows are passed over", async () => {
		const [key, encryption, weak] = [
			await newKey(),
			await newKey("RS256"),
			await crypto.subtle.generateKey(
				{ name: "RSASSA-PKCS1-v1_5", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
				true,
				["sign", "verify"],
			),
		];
		const content = (await newKey("RS256", "weak").then((k) => k.sign())).split(".").slice(0, 2).join(".");
		const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", weak.privateKey, Buffer.from(content));
		const weakToken = `${content}.${Buffer.from(signature).toString("base64url")}`;
		const published = [
			{ kty: "lattice", kid: "new" },
			{ kty: "OKP", crv: "Ed25519", x: "too short", kid: "broken" },
			{ ...encryption.jwk, use: "enc" },
			{ ...(await crypto.subtle.exportKey("jwk", weak.publicKey)), kid: "weak", key_ops: ["verify"] },
			key.jwk,
		];
		const endpoint = publish();
		endpoint.answer = () => Response.json({ keys: published });
		const server = await serverFor(endpoint, { cooldown: 0 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		for (const token of [weakToken, await encryption.sign()])
			expect(await codeOf(server, token)).toBe("INVALID_SIGNATURE");
	});
});

describe("while the endpoint is down", () => {
	const failures: [string, () => Response | Promise<Response>][] = [
		["answers 500", () => new Response("no", { status: 500 })],
		["answers a page", () => new Response("<html>")],
		["answers other JSON", () => Response.json({ error: "no" })],
		["never answers", () => new Promise<Response>(() => {})],
	];

	test.each(failures)("requests get 503 if it %s and no key is known, and work once it is back", async (_, outage) => {
		const key = await newKey();
		const endpoint = publish();
		endpoint.answer = outage;
		const server = await serverFor(endpoint, { timeout: 100, cooldown: 0 });
		const token = await key.sign();
		const response = await ask(server, token);
		expect(response.headers.get("retry-after")).toBe("1");
		expect(await failureOf(response)).toEqual(failure(503, "SERVICE_UNAVAILABLE", "Service temporarily unavailable"));
		endpoint.serve(key);
		expect(await statusOf(server, token)).toBe(200);
	});

	test("nobody waits for it longer than for any other answer", async () => {
		const endpoint = publish();
		endpoint.answer = () => new Promise<Response>(() => {});
		await using server = await startServer({
			databaseUrl,
			deadline: 100,
			tokens: { jwks: { url: endpoint.url, origin, timeout: 3_600_000 } },
		});
		const token = await (await newKey()).sign();
		expect(await statusOf(server, token)).toBe(503);
	});

	test("it cannot lead elsewhere", async () => {
		const key = await newKey();
		const [endpoint, elsewhere] = [publish(), publish(key)];
		endpoint.answer = () => Response.redirect(elsewhere.url);
		const server = await serverFor(endpoint);
		expect(await statusOf(server, await key.sign())).toBe(503);
		expect(elsewhere.asked).toBe(0);
	});

	test("the keys that are known go on, even if they are old; an unknown one gets 503", async () => {
		const [key, next] = [await newKey(), await newKey()];
		const endpoint = publish(key);
		const server = await serverFor(endpoint, { maxAge: 0 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		endpoint.answer = () => new Response("no", { status: 500 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		expect(await statusOf(server, await next.sign())).toBe(503);
		expect(await codeOf(server, await (await newKey("EdDSA", key.jwk.kid)).sign())).toBe("INVALID_SIGNATURE");
	});

	test("whoever has a known key does not wait each time that it is asked again", async () => {
		const key = await newKey();
		const endpoint = publish(key);
		const server = await serverFor(endpoint, { maxAge: 0, cooldown: 0, timeout: 3_600_000 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		endpoint.answer = () => new Response("no", { status: 500 });
		expect(await statusOf(server, await key.sign())).toBe(200);
		endpoint.answer = () => new Promise<Response>(() => {});
		// Waiting would be a 503.
		for (let i = 0; i < 3; i++) expect(await statusOf(server, await key.sign())).toBe(200);
	});

	test("it is left in peace, and the log says why without a token in it", async () => {
		const key = await newKey();
		const endpoint = publish();
		endpoint.answer = () => new Response("no", { status: 500 });
		const server = await serverFor(endpoint, { cooldown: 60_000 });
		const token = await key.sign();
		for (let i = 0; i < 20; i++) expect(await statusOf(server, token)).toBe(503);
		expect(endpoint.asked).toBe(1);
		const log = server.logged.join("");
		expect(log).toContain("the JWKS endpoint answered 500");
		expect(log).not.toContain(token.split(".")[1]);
	});

	test("nobody without a token notices", async () => {
		const endpoint = publish();
		endpoint.answer = () => new Response("no", { status: 500 });
		const server = await serverFor(endpoint);
		expect((await fetch(`${server.baseUrl}/health/ready`)).status).toBe(200);
		const anonymous = await fetch(`${server.baseUrl}/api/ann/tasks`);
		expect((await failureOf(anonymous)).code).toBe("MISSING_TOKEN");
		expect(endpoint.asked).toBe(0);
	});
});

describe("the algorithm cannot be confused", () => {
	const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
	const claims = () => ({ sub: "ann", iss: origin, aud: origin, exp: seconds() + 900 });

	test.each(["EdDSA", "ES256", "RS256"])("by an HMAC made with a public %s key, in any of its forms", async (alg) => {
		const key = await newKey(alg);
		const endpoint = publish(key);
		const publicKey = createPublicKey({ key: key.jwk as JsonWebKey, format: "jwk" });
		const forms = [
			await exportSPKI(publicKey as never),
			(await exportSPKI(publicKey as never)).trim(),
			publicKey.export({ type: "spki", format: "der" }),
			JSON.stringify(key.jwk),
			key.jwk.x ?? key.jwk.n ?? "",
			Buffer.from(key.jwk.x ?? key.jwk.n ?? "", "base64url"),
			"",
		];
		for (const [server, code] of [
			[await serverFor(endpoint), "INVALID_TOKEN"],
			[await serverFor(endpoint, {}, { secret }), "INVALID_SIGNATURE"],
		] as const)
			for (const form of forms) {
				const content = `${encode({ alg: "HS256", kid: key.jwk.kid })}.${encode(claims())}`;
				const signature = createHmac("sha256", form).update(content).digest("base64url");
				expect(await codeOf(server, `${content}.${signature}`)).toBe(code);
			}
	});

	test("by none, a symmetric key in the set, or a name in another case", async () => {
		const key = await newKey();
		const k = Buffer.from(secret).toString("base64url");
		const endpoint = publish();
		endpoint.answer = () => Response.json({ keys: [key.jwk, { kty: "oct", k, kid: "oct", alg: "HS256" }] });
		const server = await serverFor(endpoint);
		const signature = createHmac("sha256", secret);
		for (const [alg, signed] of [
			["none", ""],
			["None", "e30"],
			["HS256", signature.update("x").digest("base64url")],
			["eddsa", "e30"],
			["Ed448", "e30"],
			["ES384", "e30"],
			[["EdDSA"], "e30"],
			[null, "e30"],
		] as const)
			expect(await codeOf(server, `${encode({ alg, kid: "oct" })}.${encode(claims())}.${signed}`)).toBe(
				"INVALID_TOKEN",
			);
	});

	test("by a key that the token brings along, or an address where it is", async () => {
		const [key, attacker] = [await newKey(), await newKey()];
		const elsewhere = publish(attacker);
		const server = await serverFor(publish(key));
		for (const header of [
			{ jwk: attacker.jwk },
			{ jwk: attacker.jwk, kid: key.jwk.kid },
			{ jku: elsewhere.url, kid: attacker.jwk.kid },
			{ jku: elsewhere.url, kid: key.jwk.kid },
			{ x5u: elsewhere.url, kid: key.jwk.kid },
			{ kid: elsewhere.url },
			{ kid: "../../../../dev/null" },
			{ kid: { $ne: null } as unknown as string },
		])
			expect(await codeOf(server, await attacker.sign({}, header))).toBe("INVALID_SIGNATURE");
		expect(elsewhere.asked).toBe(0);
	});

	test("by using a key for an algorithm that is not its own", async () => {
		const key = await newKey("RS256");
		const server = await serverFor(publish(key, await newKey("EdDSA", "ed")));
		const privateKey = await importJWK(await exportJWK(key.privateKey), "PS256");
		const pss = new SignJWT(claims()).setProtectedHeader({ alg: "PS256", kid: key.jwk.kid as string });
		expect(await codeOf(server, await pss.sign(privateKey))).toBe("INVALID_SIGNATURE");
		expect(await codeOf(server, await key.sign({}, { kid: "ed" }))).toBe("INVALID_SIGNATURE");
	});

	test("by a signature of nothing, of zeros, cut off, padded or changed", async () => {
		const key = await newKey("ES256");
		const server = await serverFor(publish(key));
		const token = await key.sign();
		const end = token.lastIndexOf(".") + 1;
		const [content, signature] = [token.slice(0, end), token.slice(end)];
		const bytes = Buffer.from(signature, "base64url");
		bytes[5] = (bytes[5] as number) ^ 1;
		for (const forged of [
			"",
			Buffer.alloc(64).toString("base64url"),
			Buffer.alloc(64, 0xff).toString("base64url"),
			Buffer.alloc(9000).toString("base64url"),
			signature.slice(0, -2),
			`${signature}=`,
			`${signature}AA`,
			`${signature.slice(0, 10)}%${signature.slice(10)}`,
			bytes.toString("base64url"),
		])
			expect(await codeOf(server, content + forged)).toBe("INVALID_SIGNATURE");
		expect(await statusOf(server, token)).toBe(200);
	});
});

describe("with a secret and an endpoint", () => {
	test("tokens of both are accepted, each by its own rules", async () => {
		const key = await newKey();
		const server = await serverFor(publish(key), {}, { secret });
		const hmac = (claims: object) =>
			new SignJWT({ sub: "ann", exp: seconds() + 60, ...claims })
				.setProtectedHeader({ alg: "HS256" })
				.sign(Buffer.from(secret));
		expect(await statusOf(server, await key.sign())).toBe(200);
		expect(await statusOf(server, await hmac({}))).toBe(200);
		expect(await codeOf(server, await key.sign({ aud: "x" }))).toBe("INVALID_TOKEN");
	});
});
