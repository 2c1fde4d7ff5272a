/** The SHA-256 of a text, as base64url. */
export const digestOf = (text: string): string => Bun.CryptoHasher.hash("sha256", text, "base64url");
