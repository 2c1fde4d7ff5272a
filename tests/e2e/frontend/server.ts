import { jwt } from "better-auth/plugins";
import { freePort } from "../../../db/embedded.ts";
import type { TokenRules } from "../../../src/auth/token.ts";
import { type AuthOptions, createAuth } from "./auth.ts";
import { buildApp } from "./build.ts";
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
	let pages: ReadonlyMap<string, () => Response> = new Map();
	const server = Bun.serve({
		hostname: "localhost",
		port,
		routes: {
			"/api/auth/*": (request) => auth().handler(request),
			"/api/token": tokenRoute(auth, frontendSecret),
		},
		fetch: ({ url }) =>
			pages.get(new URL(url).pathname)?.() ??
			new Response("Not found", { status: 404 }),
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
		/** Serves the app, which uses the API at this address. */
		async showApp(apiUrl: string) {
			pages = await buildApp(apiUrl);
		},
		stop,
		[Symbol.asyncDispose]: stop,
	};
}
