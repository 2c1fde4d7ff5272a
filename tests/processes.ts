/** The service and its commands as an operator runs them: real processes. */
import { join } from "node:path";
import { freePort } from "../db/embedded.ts";
import { outcome } from "./command.ts";
import { secret } from "./harness.ts";

const root = join(import.meta.dir, "..");
const running = new Set<Bun.Subprocess>();

export type Service = Awaited<ReturnType<typeof start>>;

/** Runs one of the project's scripts, with nothing of this process's environment that it could be configured by. */
export function run(script: string, environment: Record<string, string>, args: string[] = []) {
	const { PATH = "", HOME = "" } = process.env;
	const child = Bun.spawn([process.execPath, join(root, script), ...args], {
		cwd: root,
		env: { PATH, HOME, ...environment },
		stdio: ["ignore", "pipe", "pipe"],
		onExit: () => void running.delete(child),
	});
	running.add(child);
	return child;
}

/** Kills what still runs. */
export function killProcesses(): void {
	for (const child of running) child.kill("SIGKILL");
}

/** Starts the service, which stops as soon as it is told to, and waits until it is ready. */
export async function serve(environment: Record<string, string>) {
	const server = await start(environment);
	await server.reaches("/health/ready");
	return server;
}

/** Starts the service where it cannot run: what it says of that, and its exit code. */
export const failedStart = async (environment: Record<string, string>) => outcome((await start(environment)).child);

/** Starts the service, and waits for nothing. */
export async function start(environment: Record<string, string>) {
	const port = Number(environment.PORT ?? (await freePort()));
	const child = run("src/main.ts", {
		BETTER_AUTH_SECRET: secret,
		HOST: "127.0.0.1",
		DRAIN_SECONDS: "0",
		PORT: String(port),
		...environment,
	});
	const baseUrl = `http://127.0.0.1:${port}`;
	const statusOf = (path: string) =>
		fetch(baseUrl + path).then(
			({ status }) => status,
			() => 0,
		);
	return {
		child,
		baseUrl,
		port,
		/** The status that the path answers with; 0 where nothing answers. */
		statusOf,
		/** Waits until the path answers with the status. Throws what the process said where it ends before. */
		async reaches(path: string, status = 200): Promise<void> {
			while ((await statusOf(path)) !== status) {
				if (child.exitCode !== null) throw new Error((await outcome(child)).errors);
				await Bun.sleep(10);
			}
		},
		/** Stops it as an operator does. Gives back its exit code. */
		async stop(): Promise<number> {
			child.kill("SIGTERM");
			return child.exited;
		},
	};
}
