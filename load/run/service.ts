import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { freePort, startTemporaryPostgres } from "../../db/embedded.ts";

/** A server in a process of its own. */
export interface Server {
	readonly url: string;
	readonly pid: number;
	readonly stop: () => Promise<void>;
}

/** The service as production runs it, until it is disposed of: its data go, too. */
export interface LocalService extends AsyncDisposable, Omit<Server, "stop"> {
	readonly secret: string;
	/** Where its metrics are. */
	readonly metrics: string;
}

/** The program of the service, and what `bun start` and the image set for it. */
export const service = join(import.meta.dir, "../../src/main.ts");
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
	const metricsPort = await freePort();
	const chosen = choices.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
	const { url, pid } = await startServer(cleanup, service, join(results, "server.log"), {
		...Object.fromEntries(chosen),
		...production,
		DATABASE_URL: postgres.url,
		BETTER_AUTH_SECRET: secret,
		METRICS_PORT: String(metricsPort),
	});

	const started = cleanup.move();
	return {
		url,
		secret,
		metrics: `http://127.0.0.1:${metricsPort}/metrics`,
		pid,
		[Symbol.asyncDispose]: () => started.disposeAsync(),
	};
}

/**
 * Starts a program that serves on PORT, with its log in a file, until the stack is disposed of. Throws where it does
 * not get ready.
 */
export async function startServer(
	cleanup: AsyncDisposableStack,
	program: string,
	log: string,
	environment: Readonly<Record<string, string>>,
): Promise<Server> {
	const { PATH = "", HOME = "" } = process.env;
	const port = await freePort();
	const server = Bun.spawn([process.execPath, program], {
		env: { PATH, HOME, HOST: "127.0.0.1", PORT: String(port), ...environment },
		stdio: ["ignore", Bun.file(log), "inherit"],
		// The terminal's Ctrl-C is not for it: it outlives the load to answer what is in flight.
		detached: true,
	});
	const stop = async () => {
		server.kill("SIGTERM");
		await server.exited;
	};
	cleanup.defer(stop);
	const url = `http://127.0.0.1:${port}`;
	while (server.exitCode === null) {
		const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
		if (answer?.ok) return { url, pid: server.pid, stop };
		await Bun.sleep(5);
	}
	throw new Error("The service did not start");
}
