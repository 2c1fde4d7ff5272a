/** `bun run test`, and `bun test FILE` by itself: whoever stops them has nothing to clear away. */
import { expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const someTest = "tests/contract/deadline.test.ts";

test.each([
	["all tests", ["tests/run.ts", someTest]],
	["one file", ["test", someTest]],
])("Ctrl-C leaves nothing behind while the PostgreSQL of %s starts", async (_, args) => {
	const TMPDIR = await mkdtemp(join(tmpdir(), "tasks-api-stopped-"));
	const { PATH = "", HOME = "" } = process.env;
	const child = Bun.spawn([process.execPath, ...args], {
		cwd: join(import.meta.dir, ".."),
		env: { PATH, HOME, TMPDIR },
		stdio: ["ignore", "ignore", "ignore"],
	});
	while ((await readdir(TMPDIR)).length === 0) await Bun.sleep(5);
	child.kill("SIGINT");
	const left = [await child.exited, await readdir(TMPDIR)];
	await rm(TMPDIR, { recursive: true });
	expect(left).toEqual([130, []]);
});
