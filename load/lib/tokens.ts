import crypto from "k6/crypto";
import encoding from "k6/encoding";

type Claims = Readonly<Record<string, unknown>>;

/** Part of a JWT: base64url of its JSON. */
export const segment = (value: object): string => encoding.b64encode(JSON.stringify(value), "rawurl");

/**
 * A token as Better Auth's token route signs it: HS256 with BETTER_AUTH_SECRET, and the issuer and audience that
 * the service asks for. Good for a day, or for the given number of seconds. Throws where there is no secret.
 */
export function mint(sub: string, { lifetime = 24 * 3600, secret = __ENV.BETTER_AUTH_SECRET } = {}): string {
	if (!secret) throw new Error("Set BETTER_AUTH_SECRET to make tokens, or TOKENS to a file that has them");
	const claims: Claims = {
		sub,
		exp: Math.floor(Date.now() / 1000) + lifetime,
		...(__ENV.JWT_ISSUER && { iss: __ENV.JWT_ISSUER }),
		...(__ENV.JWT_AUDIENCE && { aud: __ENV.JWT_AUDIENCE }),
	};
	const content = `${segment({ alg: "HS256", typ: "JWT" })}.${segment(claims)}`;
	return `${content}.${crypto.hmac("sha256", secret, content, "base64rawurl")}`;
}
