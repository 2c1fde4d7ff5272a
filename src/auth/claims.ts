import { type Identity, Problem } from "../contract/index.ts";
import type { Jwt } from "./jwt.ts";

/** What a token says of its sender, and from when until when it is good, in seconds since 1970. */
export interface Claims {
	readonly identity: Identity;
	readonly from: number;
	readonly until: number;
}

/** What a token must claim: `issuer` as its `iss`, `audience` as its `aud` or among others. */
export interface ExpectedClaims {
	readonly issuer?: string | undefined;
	readonly audience?: string | undefined;
}

/** How far the issuer's clock may be ahead of ours, in seconds. */
const tolerance = 5;

/** Checks a token's claims, not its signature. Throws INVALID_TOKEN or TOKEN_EXPIRED. */
export function readClaims({ claims }: Jwt, { issuer, audience }: ExpectedClaims): Claims {
	const { sub, exp, nbf = 0, iat = 0, iss, aud } = claims;
	const valid =
		isUserId(sub) &&
		isTime(exp) &&
		isTime(nbf) &&
		isTime(iat) &&
		(issuer === undefined || iss === issuer) &&
		(audience === undefined || [aud].flat().includes(audience));
	if (!valid) throw new Problem("INVALID_TOKEN");
	const from = Math.max(nbf, iat) - tolerance;
	const now = Date.now() / 1000;
	if (from > now) throw new Problem("INVALID_TOKEN");
	if (exp <= now) throw new Problem("TOKEN_EXPIRED");
	return { identity: { subject: sub }, from, until: exp };
}

export function isInTime({ from, until }: Claims): boolean {
	const now = Date.now() / 1000;
	return from <= now && now < until;
}

/**
 * Text that can be a user's id: 1 to 255 characters that PostgreSQL can store, and that a path can hold (where `.` and
 * `..` are steps, RFC 3986 section 5.2.4, however they are encoded).
 */
export const isUserId = (sub: unknown): sub is string =>
	typeof sub === "string" &&
	sub !== "" &&
	sub !== "." &&
	sub !== ".." &&
	(sub.length <= 255 || [...sub].length <= 255) &&
	!sub.includes("\0") &&
	sub.isWellFormed();

/** A NumericDate: seconds since 1970 (RFC 7519 section 2). */
const isTime = (claim: unknown): claim is number => typeof claim === "number" && Number.isFinite(claim);
