import { jwt } from "better-auth/plugins";
import { freePort } from "../../../db/embedded.ts";
import type { TokenRules } from "../../../src/auth/token.ts";
import { type AuthOptions, createAuth } from "./auth.ts";
import { tokenRoute } from "./token-route.ts";

/** How the frontend gets tokens: from Better Auth's plugin, or from a route of its own that signs with the secret. */
export type Mode = "jwks" | "secret";

export const frontendSecret = "a frontend's secret for tests, 32+ characters";

export interface FrontendOptions
	extends Partial<Omit<AuthOptions, "baseURL" | "secret">> {
	readonly databaseUrl: string;
	readonly mode: Mode;
}

export type Frontend = Awaited<ReturnType<typeof startFrontend>>;

/** A frontend's server, with an origin and a Better Auth of its own. It migrates only when it is told to. */
export async function startFrontend({ mode, ...options }: FrontendOptions) {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const { auth, migrate, close } = createAuth({
		baseURL: origin,
		secret: frontendSecret,
		plugins: mode === "jwks" ? [jwt()] : [],
		...options,
	});
	const server = Bun.serve({
		hostname: "localhost",
		port,
		routes: {
			"/api/auth/*": (request) => auth().handler(request),
			"/api/token": tokenRoute(auth, frontendSecret),
		},
	});
	const stop = async () => {
		await server.stop(true);
		await close();
	};
	return {
		origin,
		/** Where a signed-in user gets a token. */
		tokenUrl: `${origin}${mode === "jwks" ? "/api/auth/token" : "/api/token"}`,
		/** What the API must be told to accept these tokens. */
		tokens: (mode === "jwks"
			? { jwks: { url: `${origin}/api/auth/jwks`, origin } }
			: { secret: frontendSecret }) satisfies TokenRules,
		migrate,
		stop,
		[Symbol.asyncDispose]: stop,
	};
}
