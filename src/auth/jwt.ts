import { Problem } from "../contract/index.ts";

/** A JSON Web Token in its parts (RFC 7515 section 7.1), none of which can be trusted yet. */
export interface Jwt {
	/** The text that is signed. */
	readonly content: string;
	/** In base64url. */
	readonly signature: string;
	readonly header: Readonly<Record<string, unknown>>;
	readonly claims: Readonly<Record<string, unknown>>;
}

/** A key that signatures are checked with: the same object as long as it is to be trusted. */
export type Key = object;

export interface Verifier {
	readonly algorithms: readonly string[];
	keyFor(header: Jwt["header"]): Key | undefined;
	/** The key that the token is signed with. Throws INVALID_SIGNATURE, or SERVICE_UNAVAILABLE where it cannot tell. */
	verify(jwt: Jwt): Key | Promise<Key>;
}

/** The headers of nearly all HS256 tokens: these need not be parsed each time. */
const usualHeaders = new Map(
	[{ alg: "HS256" }, { alg: "HS256", typ: "JWT" }, { typ: "JWT", alg: "HS256" }].map((header) => [
		Buffer.from(JSON.stringify(header)).toString("base64url"),
		header as Readonly<Record<string, unknown>>,
	]),
);

/** In characters. What Better Auth signs has some hundred. */
const longestContent = 8192;

/** Takes a token apart. Throws INVALID_TOKEN where it is no JWT, or needs an extension. */
export function parseJwt(text: string): Jwt {
	const first = text.indexOf(".");
	const second = text.indexOf(".", first + 1);
	const signature = text.slice(second + 1);
	const hasThreeParts = first >= 0 && second >= 0 && !signature.includes(".");
	if (!hasThreeParts || second > longestContent) throw new Problem("INVALID_TOKEN");
	const header = text.slice(0, first);
	const parsed = usualHeaders.get(header) ?? parseSegment(header);
	const { crit, typ } = parsed;
	// `crit` names extensions, and we know none. Another `typ` is a token for another purpose (RFC 8725
	// section 3.11), like Better Auth's cached sessions.
	if (crit !== undefined || (typ !== undefined && !isJwtType(typ))) throw new Problem("INVALID_TOKEN");
	return {
		content: text.slice(0, second),
		signature,
		header: parsed,
		claims: parseSegment(text.slice(first + 1, second)),
	};
}

const isJwtType = (typ: unknown): boolean => typeof typ === "string" && typ.toLowerCase() === "jwt";

/** JSON in UTF-8 in base64url (RFC 7515 section 2), spelled in the one way that encoding it again gives. */
function parseSegment(segment: string): Record<string, unknown> {
	const text = Buffer.from(segment, "base64url").toString("utf8");
	try {
		const value: unknown = JSON.parse(text);
		const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
		if (isObject && Buffer.from(text).toString("base64url") === segment) return value as Record<string, unknown>;
	} catch {}
	throw new Problem("INVALID_TOKEN");
}
