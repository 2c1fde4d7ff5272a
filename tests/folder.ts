import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A new folder for what is needed for a while, until it is removed or disposed of. */
export async function temporaryFolder(name: string) {
	const path = await mkdtemp(join(tmpdir(), `tasks-api-${name}-`));
	const remove = () => removeFolders(path);
	return { path, remove, [Symbol.asyncDispose]: remove };
}

/** Removes folders with all that is in them, as far as they are there. */
export async function removeFolders(...paths: readonly string[]): Promise<void> {
	for (const path of paths) await rm(path, { recursive: true, force: true });
}
