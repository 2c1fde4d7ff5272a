/** `bun run load` as somebody meets it who asks for something that is not there. */
import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { outcome } from "../harness.ts";

const root = join(import.meta.dir, "../..");
const load = (args: readonly string[], environment = {}) =>
	outcome(
		Bun.spawn([process.execPath, join(root, "load/run.ts"), ...args], {
			env: { HOME: process.env.HOME, ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		}),
	);

test.each([
	["no scenario", []],
	["an unknown scenario", ["nope"]],
	["two scenarios", ["smoke", "crud"]],
	["an unknown option", ["smoke", "--fast"]],
])("%s is told every scenario and option that there is", async (_, args) => {
	const { code, errors } = await load(args);
	expect(code).toBe(1);
	const scripts = (await readdir(join(root, "load"))).filter(
		(name) => name.endsWith(".ts") && name !== "run.ts",
	);
	expect(scripts.length).toBeGreaterThan(5);
	for (const script of scripts) expect(errors).toContain(script.slice(0, -3));
	for (const option of ["--url", "--tokens", "--users", "--duration"])
		expect(errors).toContain(option);
});

test("an address that is none is told so", async () => {
	const { code, errors } = await load(["smoke", "--url", "staging"]);
	expect([code, errors]).toEqual([
		1,
		"--url must be an address like https://staging.example.org",
	]);
});

test("a machine without k6 is told in one line how to get it", async () => {
	const { code, errors } = await load(["smoke"], { PATH: "" });
	expect(code).toBe(1);
	expect(errors).toStartWith("k6 is missing: ");
	expect(errors.split("\n")).toHaveLength(1);
});
