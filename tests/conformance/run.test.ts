/** `bun run conformance` as people and CI systems meet it. */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { signToken } from "../../src/auth/sign.ts";
import { outcomeOf } from "../command.ts";
import { temporaryFolder } from "../folder.ts";
import { newUser, secret } from "../harness.ts";
import { altered } from "./altered.ts";
import { defects } from "./defects.ts";
import { tasksService } from "./tasks-service.ts";

const service = await tasksService();
const folder = await temporaryFolder("conformance-test");
afterAll(() => Promise.all([service[Symbol.asyncDispose](), folder.remove()]));

const conformance = (args: readonly string[], environment = {}) =>
	outcomeOf([process.execPath, join(import.meta.dir, "run.ts"), ...args], {
		env: { HOME: process.env.HOME, PATH: process.env.PATH, ...environment },
	});

describe("bad use is told in one line, and exits with 2", () => {
	const nobody = "http://127.0.0.1:1";
	test.each([
		["an unknown option", ["--fast"], {}, /Unknown option '--fast'.*Usage: /],
		["no such operation", ["--only", "x"], {}, /no operation x: listTasks, /],
		["no address", ["--url", "staging"], {}, /--url must be an address/],
		["no number", ["--seed", "x"], {}, /--seed must be a whole number/],
		["no secret", ["--url", nobody], {}, /Set BETTER_AUTH_SECRET/],
		["no service", ["--url", nobody], { BETTER_AUTH_SECRET: secret }, /No service answers at/],
		["no tokens", ["--url", nobody, "--tokens", "/none"], {}, /\/none must have at least two users/],
	])("%s", async (_, args, environment, expected) => {
		const { code, output, errors } = await conformance(args, environment);
		expect([code, output]).toEqual([2, ""]);
		expect(errors).toMatch(expected);
		expect(errors.split("\n")).toHaveLength(1);
	});

	test("a secret that is another's", async () => {
		const environment = { BETTER_AUTH_SECRET: `not ${secret}` };
		const args = ["--url", service.url];
		const { code, errors } = await conformance(args, environment);
		expect(code).toBe(2);
		expect(errors).toContain("does not take the token");
	});
});

test("a deployment is checked with its secret", async () => {
	const { code, output } = await conformance(["--url", service.url, "--only", "updateTask", "--examples", "10"], {
		BETTER_AUTH_SECRET: secret,
	});
	expect(output).toEndWith("The service keeps its contract.");
	expect(output).toMatch(/Not tried.*500 INTERNAL_ERROR/s);
	expect(code).toBe(0);
});

test("a deployment is checked with a file of users, and has their tasks no more", async () => {
	const users = await Promise.all(
		[newUser(), newUser()].map(async (user_id) => ({ user_id, token: await signToken(secret, user_id) })),
	);
	const file = join(folder.path, "tokens.json");
	await Bun.write(file, JSON.stringify(users));
	const { code, output } = await conformance(["--url", service.url, "--tokens", file, "--examples", "10"]);
	expect(output).toEndWith("The service keeps its contract.");
	expect(code).toBe(0);
	for (const { user_id, token } of users) {
		const list = await fetch(`${service.url}/api/${user_id}/tasks`, { headers: { authorization: `Bearer ${token}` } });
		expect(await list.json()).toEqual({ data: [], error: null });
	}
});

test("a finding exits with 1: the request to repeat it, the contract's line, and a report for CI", async () => {
	const { alter } = defects.find(({ name }) => name === "a limit that is clamped") ?? expect.unreachable();
	await using broken = altered(service, alter());
	const file = join(folder.path, "report.xml");
	const { code, output } = await conformance(
		["--url", broken.url, "--only", "listTasks", "--seed", "7", "--report", file],
		{ BETTER_AUTH_SECRET: secret },
	);
	expect(code).toBe(1);
	expect(output).toMatch(/limit just outside maximum is answered 200 instead of VALIDATION_ERROR/);
	const [, line = ""] = /openapi\/tasks\.yaml:(\d+)/.exec(output) ?? [];
	const contract = await Bun.file(join(import.meta.dir, "../../openapi/tasks.yaml")).text();
	expect(contract.split("\n")[Number(line) - 1]?.trim()).toBe("maximum: 100");

	// The line that is printed shows the same, pasted into a shell.
	const [, user = ""] = /TOKEN: one of (\S+)/.exec(output) ?? [];
	const [command = ""] = /curl .*limit=101.*/.exec(output) ?? [];
	const env = { PATH: process.env.PATH, TOKEN: await signToken(secret, user) };
	expect((await outcomeOf(["sh", "-c", command], { env })).output).toStartWith("HTTP/1.1 200");

	const xml = await Bun.file(file).text();
	expect(xml).toMatch(/<testsuite name="constraints" tests="\d+" failures="1"/);
	expect(xml).toMatch(/<testcase classname="listTasks" name="limit maximum"><failure message="limit just outside/);
});
