/** SHA-256 in base64url. */
export const digestOf = (text: string): string => Bun.CryptoHasher.hash("sha256", text, "base64url");
