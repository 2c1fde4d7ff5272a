import { jwt } from "@elysiajs/jwt";

/** Signs a token with HS256, for development and tests. The lifetime is in seconds. */
export function signToken(
	secret: string,
	subject: string,
	{ lifetime = 3600, claims = {} }: { lifetime?: number; claims?: Record<string, unknown> } = {},
): Promise<string> {
	const signer = jwt({ name: "jwt", secret }).decorator.jwt;
	return signer.sign({ sub: subject, exp: Math.floor(Date.now() / 1000) + lifetime, ...claims });
}
