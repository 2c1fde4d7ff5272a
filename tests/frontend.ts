import { jwt } from "better-auth/plugins";
import { freePort } from "../db/embedded.ts";
import type { TokenRules } from "../src/auth/token.ts";
import type { AuthOptions } from "../src/demo/auth.ts";
import { startFrontend as start } from "../src/demo/server.ts";
import { tokenRoute } from "./token-route.ts";

/** How the frontend gets tokens: from Better Auth's plugin, or from a route of its own that signs with the secret. */
export type Mode = "jwks" | "secret";

export const frontendSecret = "a frontend's secret for tests, 32+ characters";

export interface FrontendOptions extends Partial<Omit<AuthOptions, "baseURL" | "secret">> {
	readonly databaseUrl: string;
	readonly mode: Mode;
}

export type Frontend = Awaited<ReturnType<typeof startFrontend>>;

/** The demo's frontend, as tests want it: on a free port, with tokens of either kind. */
export async function startFrontend({ mode, ...options }: FrontendOptions) {
	const frontend = start({
		port: await freePort(),
		secret: frontendSecret,
		plugins: mode === "jwks" ? [jwt()] : [],
		routes: (auth) => ({ "/api/token": tokenRoute(auth, frontendSecret) }),
		...options,
	});
	const { origin } = frontend;
	return {
		...frontend,
		/** Where a signed-in user gets a token. */
		tokenUrl: `${origin}${mode === "jwks" ? "/api/auth/token" : "/api/token"}`,
		/** What the API must be told to accept these tokens. */
		tokens: (mode === "jwks"
			? { jwks: { url: `${origin}/api/auth/jwks`, origin } }
			: { secret: frontendSecret }) satisfies TokenRules,
		[Symbol.asyncDispose]: frontend.stop,
	};
}
