import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, startTemporaryPostgres } from "../../db/embedded.ts";

/** The service as production runs it, until it is disposed of: its data go, too. */
export interface LocalService extends AsyncDisposable {
	readonly url: string;
	readonly secret: string;
	/** Where its metrics are. */
	readonly metrics: string;
	readonly pid: number;
}

/** What `bun start` and the image set. */
export const production = { BUN_JSC_forceRAMSize: "1073741824" };

/** What production would set and a run may choose. */
const choices = ["WORKERS", "DB_POOL_MAX", "LOG_LEVEL"];

/**
 * Starts PostgreSQL with its data in a temporary folder, and the service in a process of its own, with its log in
 * the results. Throws where the service does not get ready.
 */
export async function startLocal(results: string): Promise<LocalService> {
	await using cleanup = new AsyncDisposableStack();
	const postgres = cleanup.use(await startTemporaryPostgres());

	const secret = randomBytes(32).toString("base64url");
	const port = await freePort();
	const metricsPort = await freePort();
	const { PATH = "", HOME = "" } = process.env;
	const server = Bun.spawn([process.execPath, join(import.meta.dir, "../../src/main.ts")], {
		env: {
			PATH,
			HOME,
			...Object.fromEntries(
				choices.flatMap((name) => {
					const value = process.env[name];
					return value ? [[name, value]] : [];
				}),
			),
			...production,
			DATABASE_URL: postgres.url,
			BETTER_AUTH_SECRET: secret,
			HOST: "127.0.0.1",
			PORT: String(port),
			METRICS_PORT: String(metricsPort),
		},
		stdio: ["ignore", Bun.file(join(results, "server.log")), "inherit"],
		// The terminal's Ctrl-C is k6's: the service outlives it to answer what is in flight.
		detached: true,
	});
	cleanup.defer(async () => {
		server.kill("SIGTERM");
		await server.exited;
	});
	const url = `http://127.0.0.1:${port}`;
	await ready(url, server);

	const started = cleanup.move();
	return {
		url,
		secret,
		metrics: `http://127.0.0.1:${metricsPort}/metrics`,
		pid: server.pid,
		[Symbol.asyncDispose]: () => started.disposeAsync(),
	};
}

async function ready(url: string, server: Bun.Subprocess): Promise<void> {
	while (server.exitCode === null) {
		const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
		if (answer?.ok) return;
		await Bun.sleep(20);
	}
	throw new Error("The service did not start");
}
