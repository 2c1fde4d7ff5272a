import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where development keeps what it made for itself; git does not see it. */
export const devFolder = join(import.meta.dir, "../../.dev");

/** Made once per checkout, which it never leaves. */
export async function devSecret(): Promise<string> {
	const file = join(devFolder, "secret");
	await mkdir(devFolder, { recursive: true, mode: 0o700 });
	await writeFile(file, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" }).catch((error) => {
		if (error.code !== "EEXIST") throw error;
	});
	return readFile(file, "utf8");
}
