/**
 * A newcomer's first hour, in a copy of this checkout: what the READMEs say is done in their order, with curl, Better
 * Auth's own command, and nothing that was there before.
 */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { freePort, startPostgres } from "../../db/embedded.ts";
import { outcomeOf, saidUntil } from "../command.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";
import { administer } from "../harness.ts";

const root = join(import.meta.dir, "../..");
const folder = await temporaryFolder("first-hour");
const checkout = join(folder.path, "tasks-api");
beforeAll(async () => {
	for (const name of ["db", "openapi", "src", "package.json", "bun.lock"])
		await cp(join(root, name), join(checkout, name), { recursive: true });
	await symlink(join(root, "node_modules"), join(checkout, "node_modules"));
});
afterAll(async () => {
	for (const stop of running) await stop();
	// Where dev's data really are: root's are not in the checkout.
	for (const name of ["postgres", "demo"]) {
		const data = await startPostgres(join(checkout, ".dev", name));
		await data.stop();
		await removeFolders(data.folder);
	}
	await folder.remove();
});

/** What stops the commands that a failed test left behind: asked, not killed, for they have children. */
const running = new Set<() => Promise<void>>();
const readme = (path: string) => Bun.file(join(root, path)).text();

/** Starts one of the project's commands, and waits until it says that Ctrl-C stops it. */
async function start(args: string[], environment: Record<string, string> = {}) {
	const { PATH = "", HOME = "" } = process.env;
	const child = Bun.spawn([process.execPath, "run", ...args], {
		cwd: checkout,
		env: { PATH, HOME, ...environment },
		stdio: ["ignore", "pipe", "inherit"],
	});
	const stop = async () => {
		running.delete(stop);
		child.kill("SIGINT");
		await child.exited;
	};
	running.add(stop);
	const output = await saidUntil("Ctrl-C", child.stdout);
	return {
		output,
		/** The address that it printed under this name. */
		address: (name: string) => new RegExp(`${name} +(\\S+)`).exec(output)?.[1] ?? "",
		stop,
	};
}

/** Runs a shell's lines in the checkout; gives back what they print. */
async function shell(lines: string): Promise<string> {
	const { stdout, stderr, exitCode } = await Bun.$`sh -ec ${lines}`.cwd(checkout).nothrow().quiet();
	if (exitCode !== 0) throw new Error(`${lines}\n${stderr}`);
	return stdout.toString();
}

test("the README's calls work in their order, and Better Auth then makes its tables", async () => {
	const port = String(await freePort());
	const dev = await start(["dev"], { PORT: port });
	const calls = [...(await readme("README.md")).matchAll(/^```sh\n(.*?)^```/gms)]
		.map(([, block = ""]) => block)
		.filter((block) => block.includes("/api/demo/tasks"));
	expect(calls).toHaveLength(2);
	const answers = await shell(
		calls
			.join("")
			.replaceAll("localhost:8000", `localhost:${port}`)
			.replaceAll("curl ", "curl --silent --show-error --write-out '\\n' ")
			.replaceAll("bun run", `'${process.execPath}' run`),
	);
	expect(
		answers
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line)),
	).toMatchObject([
		{ data: { id: 1, user_id: "demo", title: "Deploy Phase II" }, error: null },
		{ data: { id: 1, title: "Updated task" }, error: null },
	]);

	const inTheWay = await outcomeOf([process.execPath, "src/dev/main.ts", "--fresh"], {
		cwd: checkout,
		env: { PATH: process.env.PATH, PORT: port },
	});
	expect(inTheWay).toEqual({
		code: 1,
		output: "",
		errors: "--fresh empties the database that another process works with: stop it first",
	});
	expect(await administer((sql) => sql`select from tasks`, dev.address("Database"))).toHaveLength(1);
	await dev.stop();

	const again = await start(["dev"], {
		PORT: port,
		BETTER_AUTH_URL: "http://localhost:3000",
	});
	const guide = await readme("src/demo/README.md");
	const database = again.address("Database");
	expect(guide).toContain(`${new URL(database).pathname}\n`);
	await Bun.write(join(checkout, "lib/auth.ts"), example(guide, "lib/auth.ts"));
	const [, migrate = ""] = /x --bun (auth@latest migrate .*?)`/.exec(guide) ?? [];
	const output = await shell(
		`DATABASE_URL='${database}' BETTER_AUTH_SECRET=${"x".repeat(32)} BETTER_AUTH_URL=http://localhost:3000 \\
			'${process.execPath}' x --bun ${migrate} </dev/null 2>&1`,
	);
	expect(output).toContain("migration was completed successfully");
	const columns = await administer(
		(sql) => sql`select column_name as name from information_schema.columns where table_name = 'users'`,
		database,
	);
	expect(columns.map(({ name }) => name)).toContain("emailVerified");
	await again.stop();

	const fresh = await start(["dev", "--fresh"], { PORT: port });
	expect(await administer((sql) => sql`select from tasks`, fresh.address("Database"))).toHaveLength(0);
	await fresh.stop();
}, 120_000);

test("bun run demo shows a page to sign up at, with the API behind it", async () => {
	const dev = await start(["dev"], { PORT: String(await freePort()) });
	const demo = await start(["demo"]);
	// Neither needs the other.
	await dev.stop();
	const page = await fetch(demo.address("Open"));
	expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html;charset=utf-8"]);
	for (const [, file] of (await page.text()).matchAll(/(?:src|href)="\.?(\/[^"]+)"/g))
		expect((await fetch(new URL(file ?? "", demo.address("Open")))).status).toBe(200);
	expect((await fetch(`${demo.address("Tasks API")}/health/ready`)).status).toBe(200);
	await demo.stop();
}, 60_000);

/** The file of this name in a guide. */
function example(guide: string, name: string): string {
	const [, indent = "", text = ""] =
		new RegExp(`^( *)\`\`\`tsx?\\n *// ${name}\\n(.*?)^ *\`\`\``, "ms").exec(guide) ?? [];
	return text.replaceAll(new RegExp(`^${indent}`, "gm"), "");
}
