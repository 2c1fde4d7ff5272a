/** `bun run test`, and `bun test FILE` by itself: whoever stops them has nothing to clear away. */
import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folder.ts";

const someTest = "tests/contract/timer.test.ts";

test.each([
	["all tests", ["tests/run.ts", someTest]],
	["one file", ["test", someTest]],
])("Ctrl-C leaves nothing behind while the PostgreSQL of %s starts", async (_, args) => {
	await using folder = await temporaryFolder("stopped");
	const TMPDIR = folder.path;
	const { PATH = "", HOME = "" } = process.env;
	const child = Bun.spawn([process.execPath, ...args], {
		cwd: join(import.meta.dir, ".."),
		env: { PATH, HOME, TMPDIR },
		stdio: ["ignore", "ignore", "ignore"],
	});
	while (child.exitCode === null && (await readdir(TMPDIR)).length === 0) await Bun.sleep(5);
	child.kill("SIGINT");
	expect([await child.exited, await readdir(TMPDIR)]).toEqual([130, []]);
});
