/**
 * What Elysia makes of our handlers after it has read their source. An upgrade, or another bundler, may make it read
 * something else: each request would then wait for a promise more, or get no headers.
 */
import { expect, test } from "bun:test";
import { join } from "node:path";
import { outcomeOf } from "../command.ts";
import { temporaryFolder } from "../folder.ts";

const program = join(import.meta.dir, "elysia.ts");

/** The routes of the library, as a program has them compiled. */
async function routesOf(path: string) {
	const { output } = await outcomeOf([process.execPath, path]);
	return output.split("\n").map((line): { path: string; compiled: string } => JSON.parse(line));
}

test.each([
	["the sources", false],
	["the binary, minified", true],
])("in %s no route awaits its handler, and each has its headers", async (_, isBundled) => {
	await using folder = await temporaryFolder("elysia");
	if (isBundled) await Bun.build({ entrypoints: [program], target: "bun", minify: true, outdir: folder.path });
	const routes = await routesOf(isBundled ? join(folder.path, "elysia.js") : program);
	expect(routes.map(({ path }) => path)).toContain("/shelves/:shelf/books");
	for (const { compiled } of routes) {
		expect(compiled).not.toMatch(/async|await/);
		expect(compiled).toContain("c.set");
	}
});
