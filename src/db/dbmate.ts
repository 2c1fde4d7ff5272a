import { rmSync } from "node:fs";
import { chmod, mkdtemp, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dbmateUrl, type Host, readAddress } from "./connection/address.ts";

export const migrationsFolder = join(import.meta.dir, "../../db/migrations");
/** dbmate's name within the one binary, where it stands beside the migrations. */
export const packedDbmate = "dbmate.bin";
const packed = new Map(
	(Bun.embeddedFiles as readonly File[])
		.filter(({ name }) => name.endsWith(".sql") || name === packedDbmate)
		.map((file) => [file.name, file]),
);
const isPacked = packed.size > 0;

/** The migrations' files, in the order in which they are applied. The one binary has them in it, in no folder. */
export async function migrationsIn(folder: string): Promise<string[]> {
	const all = isPacked ? [...packed.keys()] : await readdir(folder);
	return all.filter((name) => name.endsWith(".sql")).sort();
}

/**
 * Runs dbmate on the migrations, or until it is told to end. The address goes through the environment, where `ps` does
 * not show it.
 */
export async function dbmate(
	url: string,
	command: "up" | "down",
	folder: string = migrationsFolder,
	host: Host = readAddress(url).hosts[0],
	end?: AbortSignal,
): Promise<void> {
	const address = dbmateUrl(url, host);
	if (isPacked) return unpacked((place) => execute(join(place, packedDbmate), address, command, place, end));
	const { resolveBinary } = await import("dbmate");
	return execute(resolveBinary(), address, command, folder, end);
}

async function execute(binary: string, url: string, command: string, folder: string, end?: AbortSignal): Promise<void> {
	const child = Bun.spawn([binary, "--migrations-dir", folder, "--no-dump-schema", command], {
		env: { ...process.env, DATABASE_URL: url },
		stdout: "pipe",
		stderr: "pipe",
		...(end && { signal: end }),
	});
	// Without this process nobody else would wait for it, and begin the same migration.
	const kill = () => child.kill();
	process.on("exit", kill);
	const [code, output, errors] = await Promise.all([
		child.exited,
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
	]).finally(() => process.off("exit", kill));
	if (code !== 0) throw new Error((errors || output).trim());
}

/** Puts the binary's own files into a folder for the time of the work. */
async function unpacked(work: (folder: string) => Promise<void>): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-"));
	const remove = () => rmSync(folder, { recursive: true });
	process.on("exit", remove);
	try {
		for (const [name, file] of packed) await Bun.write(join(folder, name), file);
		await chmod(join(folder, packedDbmate), 0o700);
		await work(folder);
	} finally {
		process.off("exit", remove);
		remove();
	}
}
