import { type Auth, type AuthOptions, createAuth } from "./auth.ts";
import { buildPage } from "./build.ts";

interface FrontendOptions extends Omit<AuthOptions, "baseURL"> {
	readonly port: number;
	/** Routes beside Better Auth's, by their path. */
	readonly routes?: (auth: () => Auth) => Record<string, (request: Request) => Promise<Response>>;
}

/** A frontend's server, with a Better Auth of its own. */
export function startFrontend({ port, routes = () => ({}), ...options }: FrontendOptions) {
	const origin = `http://localhost:${port}`;
	const { auth, migrate, close } = createAuth({ baseURL: origin, ...options });
	let page: ReadonlyMap<string, Blob> = new Map();
	const server = Bun.serve({
		hostname: "localhost",
		port,
		// Its error page would show sources.
		development: false,
		routes: {
			"/api/auth/*": (request) => auth().handler(request),
			...routes(auth),
		},
		fetch: ({ url }) => {
			const file = page.get(new URL(url).pathname);
			return file ? new Response(file) : new Response("Not found", { status: 404 });
		},
	});
	return {
		origin,
		/** Makes Better Auth's tables. */
		migrate,
		/** Serves the page, which uses the API at this address. */
		async showPage(apiUrl: string): Promise<void> {
			page = await buildPage(apiUrl);
		},
		async stop(): Promise<void> {
			await server.stop(true);
			await close();
		},
	};
}
