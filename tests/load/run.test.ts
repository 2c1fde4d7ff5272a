/** `bun run load` as somebody meets it who asks for something that is not there. */
import { expect, test } from "bun:test";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
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
	const { code, errors } = await load(["smoke"], { PATH: "", HOME: "/none" });
	expect(code).toBe(1);
	expect(errors).toStartWith("k6 is missing: ");
	expect(errors.split("\n")).toHaveLength(1);
});

test("the k6 that install-k6 has built is found, without a word about where it is", async () => {
	const home = await mkdtemp(join(tmpdir(), "tasks-api-home-"));
	const k6 = join(home, ".cache/tasks-api/k6-2.2.0/k6");
	// Building the real one takes minutes: this one only shows that it was run.
	await Bun.write(k6, "#!/bin/sh\nexit 42\n");
	await chmod(k6, 0o755);
	const environment = { PATH: "/usr/bin:/bin", HOME: home };
	const installer = Bun.spawn([join(root, "load/install-k6")], {
		env: environment,
		stdio: ["ignore", "pipe", "pipe"],
	});
	expect((await outcome(installer)).output).toBe(k6);

	const url = "http://127.0.0.1:1";
	const { code, output } = await load(["smoke", "--url", url], environment);
	expect(code).toBe(42);
	for (const folder of [join(root, output.replace("Results: ", "")), home])
		await rm(folder, { recursive: true });
});
