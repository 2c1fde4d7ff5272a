/** What is deployed: the one binary, and the files that describe its surroundings. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "../db/embedded.ts";
import { migrationsFolder } from "../src/db/dbmate.ts";
import { createApi } from "../src/lib/api.ts";
import { outcome } from "./command.ts";
import { temporaryFolder } from "./folder.ts";
import { administer, createTestDatabase, newUser, secret } from "./harness.ts";

const root = join(import.meta.dir, "..");
const text = (file: string) => Bun.file(join(root, file)).text();
const version = async () =>
	(Bun.YAML.parse(await text("openapi/tasks.yaml")) as { info: { version: string } }).info.version;

const empty = await temporaryFolder("binary");
afterAll(empty.remove);

describe("the one binary", () => {
	const binary = join(root, "dist/tasks-api");
	/** Runs it where there is nothing of the project, Bun or Node. */
	const run = (args: string[], environment: Record<string, string> = {}) =>
		Bun.spawn([binary, ...args], {
			cwd: empty.path,
			env: { TMPDIR: empty.path, ...environment },
			stdio: ["ignore", "pipe", "pipe"],
		});
	beforeAll(async () => {
		const build = Bun.spawn([process.execPath, join(root, "src/dev/build.ts")], {
			stdio: ["ignore", "ignore", "inherit"],
		});
		expect(await build.exited).toBe(0);
	});

	test("migrates, serves the whole service, tells its health, and stops in order", async () => {
		const DATABASE_URL = await createTestDatabase({ empty: true });
		const migrations = (await readdir(migrationsFolder)).toSorted().join(", ");
		expect(await outcome(run(["migrate"], { DATABASE_URL }))).toEqual({
			code: 0,
			errors: "",
			output: `Applied ${migrations}`,
		});
		expect(await outcome(run(["migrate"], { DATABASE_URL }))).toMatchObject({ output: "The database is up to date" });

		const PORT = String(await freePort());
		const environment = {
			DATABASE_URL,
			BETTER_AUTH_SECRET: secret,
			PORT,
			METRICS_PORT: String(await freePort()),
			DRAIN_SECONDS: "0",
		};
		expect(await outcome(run(["healthcheck"], environment))).toMatchObject({ code: 1, output: "" });
		for (const WORKERS of ["1", "2"]) {
			const child = run([], { ...environment, WORKERS });
			const healthy = async (): Promise<void> =>
				(await outcome(run(["healthcheck"], environment))).code === 0 ? undefined : healthy();
			await healthy();
			const user_id = newUser();
			const { output: token } = await outcome(run(["token", user_id], environment));
			const baseUrl = `http://127.0.0.1:${PORT}`;
			const created = await createApi({ baseUrl, token: () => token }).createTask({ user_id, body: { title: "t" } });
			expect(created.status).toBe(201);
			expect(await (await fetch(`${baseUrl}/openapi.yaml`)).text()).toBe(await text("openapi/tasks.yaml"));
			const metrics = `http://127.0.0.1:${environment.METRICS_PORT}/metrics`;
			expect((await fetch(metrics)).status).toBe(200);
			for (const file of ["", "/page.js", "/page.css", "/icon.svg", "/swagger-ui.js", "/swagger-ui.css"])
				expect((await fetch(`${baseUrl}/docs${file}`)).status).toBe(200);
			child.kill("SIGTERM");
			expect(await child.exited).toBe(0);
		}
		expect(await readdir(empty.path)).toEqual([]);
	});

	test("tells what stopped a migration, and leaves nothing behind", async () => {
		const DATABASE_URL = await createTestDatabase({ empty: true });
		await administer((sql) => sql`create table tasks_by_title ()`, DATABASE_URL);
		const { code, errors } = await outcome(run(["migrate"], { DATABASE_URL }));
		expect(code).toBe(1);
		expect(errors).toContain('relation "tasks_by_title" already exists');
		expect(await readdir(empty.path)).toEqual([]);
	});

	test("tells its version, its use, and what it does not know", async () => {
		expect(await outcome(run(["--version"]))).toEqual({ code: 0, errors: "", output: await version() });
		const { code, output } = await outcome(run(["--help"]));
		expect([code, output]).toEqual([0, expect.stringContaining("Usage: tasks-api [command]")]);
		expect(await outcome(run(["toString"]))).toEqual({
			code: 1,
			output: "",
			errors: `There is no command toString.\n\n${output}`,
		});
	});
});

describe("the deployment files", () => {
	test("explain every variable that compose takes, and ask for no other", async () => {
		const used = [...(await text("docker-compose.yml")).matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "");
		const explained = [...(await text(".env.example")).matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? "");
		expect(new Set(explained)).toEqual(new Set(used));
	});

	test("carry the contract's version", async () => {
		expect(await text("Dockerfile")).toContain(`image.version="${await version()}"`);
		const images = [...(await text("docker-compose.yml")).matchAll(/image: tasks-api:(.*)/g)].map(([, tag]) => tag);
		expect(new Set(images)).toEqual(new Set([await version()]));
	});

	test("hand on every setting that there is", async () => {
		const { services } = Bun.YAML.parse(await text("docker-compose.yml")) as {
			services: { api: { environment: object } };
		};
		const named = Object.keys(services.api.environment);
		const settings = [...(await text("src/config.ts")).matchAll(/read\("(\w+)"/g)].map(([, name]) => name ?? "");
		// Within the container the service listens where the image says.
		for (const name of new Set(settings)) if (!["HOST", "PORT"].includes(name)) expect(named).toContain(name);
	});
});
