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
		["an address with a query", ["--url", `${nobody}?x=1`], {}, /--url must be an address/],
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

	const page = { "content-type": "text/html" };
	const unavailable = { data: null, error: { message: "Later", code: "SERVICE_UNAVAILABLE" } };
	test.each([
		["a web page", () => new Response("Welcome", { headers: page }), /is not the service: .* with 200 text\/html/],
		["another API", () => Response.json({ detail: "Not Found" }, { status: 404 }), /is not the service: .* with 404/],
		["a way elsewhere", () => Response.redirect("https://example.org/", 308), /leads on to https:\/\/example.org\//],
		["a database that is away", () => Response.json(unavailable, { status: 503 }), /cannot work now: 503 SERVICE_/],
	])("%s in the service's place", async (_, fetch, expected) => {
		await using other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch });
		const { code, output, errors } = await conformance(["--url", `http://127.0.0.1:${other.port}`], {
			BETTER_AUTH_SECRET: secret,
		});
		expect([code, output]).toEqual([2, ""]);
		expect(errors).toMatch(expected);
		expect(errors.split("\n")).toHaveLength(1);
	});

	const user = async (user_id: string, lifetime = 60) => ({
		user_id,
		token: await signToken(secret, user_id, { lifetime }),
	});
	test.each([
		["that is not there", undefined, /There is no file /],
		["that is no JSON", "[{", /must have at least two users/],
		["with one user twice", [user("a"), user("a")], /must have at least two users/],
		["with an expired token", [user("a"), user("b", -60)], /does not take the token of b: .*TOKEN_EXPIRED/],
	])("a file of users %s", async (_, content, expected) => {
		const file = join(folder.path, `users-${newUser()}.json`);
		const text = Array.isArray(content) ? JSON.stringify(await Promise.all(content)) : content;
		if (text !== undefined) await Bun.write(file, text);
		const { code, output, errors } = await conformance(["--url", service.url, "--tokens", file]);
		expect([code, output]).toEqual([2, ""]);
		expect(errors).toMatch(expected);
		expect(errors.split("\n")).toHaveLength(1);
	});
});

test("a service that dies on the way is a finding: the request without an answer, and what could not be tried", async () => {
	let count = 0;
	await using dying = altered(service, async (request, forward) => {
		count += 1;
		return count < 400 ? forward(request) : new Promise<never>(() => {});
	});
	const run = conformance(["--url", dying.url], { BETTER_AUTH_SECRET: secret });
	while (count < 400) await Bun.sleep(5);
	await dying[Symbol.asyncDispose]();
	const { code, output } = await run;
	expect(code).toBe(1);
	expect(output).toMatch(/no answer comes: .*\n.*openapi\/tasks.yaml:\d+\n {2}curl -i/);
	expect(output).toMatch(/a request before it got no answer: to the end \(3\)/);
	expect(output).toEndWith("1 finding.");
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
