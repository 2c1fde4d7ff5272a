import { constants, createPublicKey, type KeyObject, verify } from "node:crypto";

interface Algorithm {
	readonly kty: string;
	readonly crv?: string;
	/** Ed25519 hashes by itself. */
	readonly hash: string | null;
	/** How node:crypto is to read the signature. */
	readonly form?: { readonly dsaEncoding?: "ieee-p1363"; readonly padding?: number; readonly saltLength?: number };
}

/** What Better Auth's `jwt()` plugin can sign with, and with which keys (RFC 7518 and RFC 8037, sections 3.1). */
const algorithms: Readonly<Record<string, Algorithm>> = {
	EdDSA: { kty: "OKP", crv: "Ed25519", hash: null },
	ES256: { kty: "EC", crv: "P-256", hash: "sha256", form: { dsaEncoding: "ieee-p1363" } },
	ES512: { kty: "EC", crv: "P-521", hash: "sha512", form: { dsaEncoding: "ieee-p1363" } },
	RS256: { kty: "RSA", hash: "sha256" },
	PS256: { kty: "RSA", hash: "sha256", form: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } },
};
export const publicKeyAlgorithms = Object.keys(algorithms);

/** An entry of a JWKS (RFC 7517 section 4) as it came. */
export type Jwk = JsonWebKey & { readonly kid?: unknown };

export interface PublicKey {
	readonly id: unknown;
	takes(algorithm: string): boolean;
	/** Whether the signature is by this key's owner, in an algorithm that the key takes. */
	verifies(algorithm: string, content: string, signature: Buffer): boolean;
}

/** Reads one entry of a JWKS; undefined for a key that no algorithm here takes (RFC 7517 section 5). */
export function importPublicKey(jwk: Jwk): PublicKey | undefined {
	const taken = publicKeyAlgorithms.filter((name) => fits(jwk, name));
	if (taken.length === 0) return undefined;
	let key: KeyObject;
	try {
		key = createPublicKey({ key: jwk, format: "jwk" });
	} catch {
		return undefined;
	}
	// RFC 7518 section 3.3
	if ((key.asymmetricKeyDetails?.modulusLength ?? 2048) < 2048) return undefined;

	return {
		id: jwk.kid,
		takes: (algorithm) => taken.includes(algorithm),
		verifies(algorithm, content, signature) {
			const { hash, form } = algorithms[algorithm] as Algorithm;
			try {
				return verify(hash, Buffer.from(content), { key, ...form }, signature);
			} catch {
				return false; // a signature that cannot even be read
			}
		},
	};
}

function fits(jwk: Jwk, name: string): boolean {
	const { kty, crv } = algorithms[name] as Algorithm;
	const { use = "sig", alg = name, key_ops: uses = ["verify"] } = jwk;
	return (
		jwk.kty === kty &&
		jwk.crv === crv &&
		alg === name &&
		use === "sig" &&
		Array.isArray(uses) &&
		uses.includes("verify")
	);
}
