/** A PostgreSQL server of a test's own, for what nobody should do to one. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startPostgres } from "../../db/embedded.ts";
import { childrenOf, isAlive } from "../../load/bench/processes.ts";
import { migrate } from "../../src/db/migrate.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";

const settings = ["fsync=off", "max_connections=100"];

export type Server = Awaited<ReturnType<typeof startServer>>;

/** Starts a server with the current schema, unless it is to be empty. Its address stays the same over restarts. */
export async function startServer({ empty = false, further = [] as readonly string[] } = {}) {
	const { path: requested } = await temporaryFolder("faults");
	const start = () => startPostgres(requested, [...settings, ...further]);
	let server = await start();
	const { url, folder } = server;
	if (!empty) await migrate(url);

	const postmaster = async () => Number.parseInt(await readFile(join(folder, "data/postmaster.pid"), "utf8"), 10);
	const signalAll = async (signal: "SIGSTOP" | "SIGCONT") => {
		const pid = await postmaster();
		for (const each of [pid, ...childrenOf(pid)]) process.kill(each, signal);
	};
	return {
		url,
		folder,
		/** Ends it as a power cut does. */
		async kill() {
			const pid = await postmaster();
			const all = [pid, ...childrenOf(pid)];
			for (const each of all) process.kill(each, "SIGKILL");
			while (all.some(isAlive)) await Bun.sleep(5);
		},
		stop: () => server.stop(),
		async start() {
			server = await start();
		},
		/** Stops all of it in the middle of what it does; connections stay, and nothing answers. */
		freeze: () => signalAll("SIGSTOP"),
		thaw: () => signalAll("SIGCONT"),
		async [Symbol.asyncDispose]() {
			await signalAll("SIGCONT").catch(() => {});
			await server.stop();
			await removeFolders(requested, folder);
		},
	};
}
