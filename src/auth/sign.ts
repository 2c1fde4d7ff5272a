import { jwt } from "@elysiajs/jwt";

/**
 * Signs a token as Better Auth's token route does, for development and tests: HS256, issued now.
 * The lifetime is in seconds; further claims are added as they are.
 */
export function signToken(
	secret: string,
	subject: string,
	{ lifetime = 3600, claims = {} }: { lifetime?: number; claims?: Record<string, unknown> } = {},
): Promise<string> {
	const signer = jwt({ name: "jwt", secret }).decorator.jwt;
	return signer.sign({
		sub: subject,
		exp: Math.floor(Date.now() / 1000) + lifetime,
		...claims,
	});
}
