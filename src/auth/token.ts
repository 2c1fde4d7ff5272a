import { type Authenticate, type Identity, Problem } from "../contract/index.ts";
import { acceptedTokens } from "./accepted.ts";
import { type Claims, type ExpectedClaims, isInTime, readClaims } from "./claims.ts";
import { hmacVerifier } from "./hmac.ts";
import { type JwksOptions, jwksVerifier } from "./jwks.ts";
import { type Jwt, type Key, parseJwt, type Verifier } from "./jwt.ts";
import { publicKeyAlgorithms } from "./public-key.ts";

/** Whose tokens are accepted: signed with the secret, with a key of the JWKS endpoint, or with either. */
export interface TokenRules extends ExpectedClaims {
	/** The secret that Better Auth signs with (HS256), at least 32 characters. */
	readonly secret?: string | undefined;
	/** Where the public keys are; `origin` is the `iss` and the `aud` of their tokens, unless others are given. */
	readonly jwks?: (JwksOptions & { readonly origin: string }) | undefined;
}

interface TokenEvents {
	readonly keysUnavailable?: (error: unknown) => void;
	/** Called once: a token is signed with a public key's algorithm, and there is no JWKS endpoint. */
	readonly keysMissing?: (algorithm: string) => void;
}

/** How many tokens are remembered: some 400 bytes each. */
const mostRemembered = 10_000;

type Mode = Verifier & ExpectedClaims;

/** What an accepted token says, and what its acceptance rests on. */
interface Accepted extends Claims {
	readonly mode: Mode;
	readonly header: Pick<Jwt["header"], "alg" | "kid">;
	readonly key: Key;
}

/**
 * Authenticates by `Authorization: Bearer` with a JWT (RFC 7519). Throws INVALID_TOKEN, INVALID_SIGNATURE or
 * TOKEN_EXPIRED, and SERVICE_UNAVAILABLE while the JWKS endpoint is needed and down.
 */
export function bearerToken(
	{ secret, jwks, issuer, audience }: TokenRules,
	{ keysUnavailable, keysMissing }: TokenEvents = {},
): Authenticate {
	const modes: Mode[] = [];
	if (secret) modes.push({ ...hmacVerifier(secret), issuer, audience });
	if (jwks) {
		const { origin } = jwks;
		modes.push({ ...jwksVerifier(jwks, keysUnavailable), issuer: issuer ?? origin, audience: audience ?? origin });
	}

	let isTold = false;
	const tellKeysMissing = (algorithm: unknown) => {
		const known = publicKeyAlgorithms.find((each) => each === algorithm);
		if (jwks || isTold || !known) return;
		isTold = true;
		keysMissing?.(known);
	};

	const tokens = acceptedTokens<Accepted>(mostRemembered);

	/** Who sends a token that was accepted before, unless its key or its time is over. */
	const recognize = (token: string): Identity | undefined => {
		const known = tokens.recall(token);
		if (!known) return undefined;
		const isTrusted = known.mode.keyFor(known.header) === known.key;
		if (isTrusted && isInTime(known)) return known.identity;
		tokens.forget(token);
		return undefined;
	};
	const accept = (token: string, jwt: Jwt, mode: Mode, key: Key): Identity => {
		const { alg, kid } = jwt.header;
		const accepted = { ...readClaims(jwt, mode), mode, header: { alg, kid }, key };
		tokens.remember(token, accepted);
		return accepted.identity;
	};

	return (request) => {
		const token = bearerCredentials(request.headers.get("authorization"));
		if (token === undefined) return undefined;
		// A client sends the same token many times: recognizing it costs a fraction of checking it.
		const identity = recognize(token);
		if (identity) return identity;

		const jwt = parseJwt(token);
		// The modes' algorithms are fixed and disjoint: a token can choose its mode, and no key but that mode's.
		const mode = modes.find(({ algorithms }) => algorithms.includes(jwt.header.alg as string));
		if (!mode) {
			tellKeysMissing(jwt.header.alg);
			throw new Problem("INVALID_TOKEN");
		}
		const key = mode.verify(jwt);
		return key instanceof Promise
			? key.then((found) => accept(token, jwt, mode, found))
			: accept(token, jwt, mode, key);
	};
}

/** The token of a Bearer header, whose scheme may be in any case (RFC 9110 section 11.1). */
function bearerCredentials(authorization: string | null): string | undefined {
	if (authorization === null) return undefined;
	const [, scheme, token] = /^(\S+) +(.+)$/.exec(authorization) ?? [];
	return scheme?.toLowerCase() === "bearer" ? token : undefined;
}
