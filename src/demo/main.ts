import { jwt } from "better-auth/plugins";
import { freePort } from "../../db/embedded.ts";
import { readConfig } from "../config.ts";
import { startDevDatabase } from "../dev/database.ts";
import { devSecret } from "../dev/secret.ts";
import { type Running, runProcess } from "../process/run.ts";
import { startService } from "../process/service.ts";
import { startFrontend } from "./server.ts";

/** `bun run demo`: a frontend with its Better Auth, and the API, on free ports. `--fresh` empties their database. */
await runProcess(async (): Promise<Running> => {
	const [flag, ...rest] = process.argv.slice(2);
	if ((flag !== undefined && flag !== "--fresh") || rest.length > 0) throw new Error("Usage: bun run demo [--fresh]");
	await using cleanup = new AsyncDisposableStack();
	console.log("Starting PostgreSQL …");
	const database = await startDevDatabase("demo", { fresh: flag === "--fresh" });
	cleanup.defer(database.stop);

	console.log("Making the tables, and the page …");
	const frontend = startFrontend({
		port: await freePort(3000),
		secret: await devSecret(),
		databaseUrl: database.url,
		plugins: [jwt()],
	});
	cleanup.defer(frontend.stop);
	// Better Auth first: `users` is its.
	await frontend.migrate();
	const api = await startService(
		readConfig({
			LOG_LEVEL: process.env.LOG_LEVEL || "warn",
			HOST: "127.0.0.1",
			// Not 8000, which is dev's.
			PORT: process.env.PORT || String(await freePort(8001)),
			DRAIN_SECONDS: "0",
			DATABASE_URL: database.url,
			BETTER_AUTH_URL: frontend.origin,
			CORS_ORIGINS: frontend.origin,
		}),
	);
	cleanup.defer(() => api.stop());
	await frontend.showPage(api.url);

	console.log(welcome(frontend.origin, api.url));
	const started = cleanup.move();
	return { ...api, stop: () => started.disposeAsync() };
});

function welcome(page: string, api: string): string {
	return `
  Open       ${page}
  Tasks API  ${api}
  Docs       ${api}/docs

  Sign up with any name, e-mail and password: they stay on this machine.
  Ctrl-C stops it; the tasks stay.
`;
}
