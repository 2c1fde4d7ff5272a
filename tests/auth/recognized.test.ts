/** Tokens that come again: they are checked in less time, and not a bit less strictly. */
import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { acceptedTokens } from "../../src/auth/accepted.ts";
import { bearerToken, type TokenRules } from "../../src/auth/token.ts";
import { Problem } from "../../src/contract/index.ts";

const secret = "the secret of these tests, 32 characters";
const origin = "https://app.example.org";
const seconds = () => Math.floor(Date.now() / 1000);
afterEach(() => {
	setSystemTime();
});

/** Whom a service takes the sender of a token for, or why it does not let them in. */
function service(rules: TokenRules) {
	const authenticate = bearerToken(rules);
	return async (token: string) => {
		const headers = { authorization: `Bearer ${token}` };
		try {
			return (await authenticate(new Request("http://here/", { headers })))?.subject;
		} catch (thrown) {
			return thrown instanceof Problem ? thrown.code : String(thrown);
		}
	};
}
const ann = (claims: JWTPayload = {}) =>
	new SignJWT({ sub: "ann", exp: seconds() + 900, ...claims })
		.setProtectedHeader({ alg: "HS256" })
		.sign(Buffer.from(secret));

/** A key in an endpoint's set, and a way to sign with it. */
async function newKey(kid: string) {
	const { publicKey, privateKey } = await generateKeyPair("EdDSA");
	return {
		jwk: { ...(await exportJWK(publicKey)), kid, alg: "EdDSA" },
		sign: () =>
			new SignJWT({ sub: "ann", iss: origin, aud: origin })
				.setProtectedHeader({ alg: "EdDSA", kid })
				.setExpirationTime("15m")
				.sign(privateKey),
	};
}
type Key = Awaited<ReturnType<typeof newKey>>;

describe("a token that was accepted", () => {
	test("is not accepted a moment longer than it says", async () => {
		const whoIs = service({ secret });
		const start = seconds();
		setSystemTime(start * 1000);
		const token = await ann({ exp: start + 60 });
		expect(await whoIs(token)).toBe("ann");
		setSystemTime((start + 60) * 1000 - 1);
		expect(await whoIs(token)).toBe("ann");
		setSystemTime((start + 60) * 1000);
		expect(await whoIs(token)).toBe("TOKEN_EXPIRED");
		expect(await whoIs(token)).toBe("TOKEN_EXPIRED");
	});

	test.each(["nbf", "iat"])("is not accepted before its %s, even where the clock is set back", async (claim) => {
		const whoIs = service({ secret });
		const start = seconds();
		const token = await ann({ [claim]: start, exp: start + 900 });
		setSystemTime((start - 6) * 1000);
		expect(await whoIs(token)).toBe("INVALID_TOKEN");
		setSystemTime(start * 1000);
		expect(await whoIs(token)).toBe("ann");
		setSystemTime((start - 6) * 1000);
		expect(await whoIs(token)).toBe("INVALID_TOKEN");
	});

	test("does not vouch for a changed one", async () => {
		const whoIs = service({ secret });
		const token = await ann();
		expect(await whoIs(token)).toBe("ann");
		const [header, , signature] = token.split(".");
		const [, claims] = (await ann({ sub: "bob" })).split(".");
		expect(await whoIs(`${header}.${claims}.${signature}`)).toBe("INVALID_SIGNATURE");
		expect(await whoIs(`${token}A`)).toBe("INVALID_SIGNATURE");
		expect(await whoIs(token.slice(0, -1))).toBe("INVALID_SIGNATURE");
		expect(await whoIs(token)).toBe("ann");
	});

	test("is refused once its key is taken back, or another key has its name", async () => {
		const [first, second] = [await newKey("a"), await newKey("b")];
		const namesake = await newKey("b");
		let published: readonly Key[] = [first, second];
		const endpoint = Bun.serve({
			hostname: "127.0.0.1",
			port: 0,
			fetch: () => Response.json({ keys: published.map(({ jwk }) => jwk) }),
		});
		try {
			const whoIs = service({ jwks: { url: String(endpoint.url), origin, maxAge: 50, cooldown: 0 } });
			const tokens = [await first.sign(), await second.sign()];
			const all = async () => Promise.all(tokens.map(whoIs));
			expect(await all()).toEqual(["ann", "ann"]);
			expect(await all()).toEqual(["ann", "ann"]);
			published = [namesake];
			await Bun.sleep(60);
			expect(await all()).toEqual(["INVALID_SIGNATURE", "INVALID_SIGNATURE"]);
			expect(await whoIs(await namesake.sign())).toBe("ann");
		} finally {
			await endpoint.stop(true);
		}
	});

	test("is still one of that service alone", async () => {
		const token = await ann({ iss: "one" });
		expect(await service({ secret, issuer: "one" })(token)).toBe("ann");
		expect(await service({ secret, issuer: "two" })(token)).toBe("INVALID_TOKEN");
	});
});

test("a token that was refused is refused again", async () => {
	const whoIs = service({ secret, audience: "tasks" });
	for (const [token, code] of [
		[await ann({ aud: "mail" }), "INVALID_TOKEN"],
		[await ann({ aud: "tasks", exp: seconds() - 1 }), "TOKEN_EXPIRED"],
		[`${await ann({ aud: "tasks" })}A`, "INVALID_SIGNATURE"],
	] as const)
		for (let time = 0; time < 3; time++) expect(await whoIs(token)).toBe(code);
});

test("of 100,000 tokens no more are remembered than was said, the latest ones", () => {
	const tokens = acceptedTokens<number>(100);
	for (let n = 0; n < 100_000; n++) tokens.remember(`token ${n}`, n);
	const recalled = Array.from({ length: 100_000 }, (_, n) => tokens.recall(`token ${n}`)).filter(
		(n) => n !== undefined,
	);
	expect(recalled).toEqual(Array.from({ length: 100 }, (_, n) => 99_900 + n));
});
