/** `bun run import`: what people had before comes along, all of it or nothing. */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import type { Document } from "../../src/contract/index.ts";
import type { Task } from "../../src/lib/api.ts";
import { readImport } from "../../src/tasks/import/file.ts";
import { outcome } from "../command.ts";
import { temporaryFolder } from "../folder.ts";
import { administer, newUser, startServer } from "../harness.ts";
import { run as runProgram } from "../processes.ts";

const server = await startServer();
const folder = await temporaryFolder("import");
afterAll(() => Promise.all([server.stop(), folder.remove()]));

/** Runs the command on a file with this content. */
async function run(user: string, content: unknown, databaseUrl = server.databaseUrl) {
	const file = join(folder.path, `${crypto.randomUUID()}.json`);
	await Bun.write(file, typeof content === "string" ? content : JSON.stringify(content));
	return command([file, "--user", user], databaseUrl);
}
const command = (args: string[], DATABASE_URL = server.databaseUrl) =>
	outcome(runProgram("src/main.ts", { DATABASE_URL }, ["import", ...args]));
/** Whether a task that says this is completed. */
const completedOf = (row: object) =>
	readImport(Bun.YAML.parse(yaml) as Document, JSON.stringify([{ title: "t", ...row }])).tasks[0]?.completed;
async function tasksOf(user_id: string): Promise<Task[]> {
	const tasks: Task[] = [];
	for await (const task of server.api(user_id).listAllTasks({ user_id, order: "asc", limit: 100 })) tasks.push(task);
	return tasks;
}

describe("an import", () => {
	test("brings tasks along as the localStorage and the in-memory versions kept them", async () => {
		const user = newUser();
		const result = await run(user, [
			{
				id: "a1",
				title: "camel",
				description: "case",
				completed: true,
				createdAt: "2025-12-11T10:00:00.123Z",
				updatedAt: "2025-12-12T10:00:00.456Z",
				userId: "x",
			},
			{
				id: 2,
				title: "snake",
				description: null,
				completed: false,
				created_at: "2025-12-11T10:00:01.123456",
				priority: "high",
			},
			{ title: "offset", created_at: "2025-12-11T12:00:02.000001+02:00" },
			{ title: "milliseconds", createdAt: 1765447203004 },
			{ title: "status", status: "Completed", created_at: "2025-12-11 10:00:04" },
		]);
		expect(result).toEqual({
			code: 0,
			errors: "",
			output: `Imported 5 tasks for ${user}; left out: id, priority, userId`,
		});
		expect(
			(await tasksOf(user)).map(({ title, description, completed, created_at, updated_at }) => [
				title,
				description,
				completed,
				created_at,
				updated_at,
			]),
		).toEqual([
			["camel", "case", true, "2025-12-11T10:00:00.123Z", "2025-12-12T10:00:00.456Z"],
			["snake", null, false, "2025-12-11T10:00:01.123456Z", "2025-12-11T10:00:01.123456Z"],
			["offset", null, false, "2025-12-11T10:00:02.000001Z", "2025-12-11T10:00:02.000001Z"],
			["milliseconds", null, false, "2025-12-11T10:00:03.004Z", "2025-12-11T10:00:03.004Z"],
			["status", null, true, "2025-12-11T10:00:04Z", "2025-12-11T10:00:04Z"],
		]);
	});

	test.each([
		["completed", true],
		["is_completed", true],
		["isCompleted", true],
		["done", true],
		["is_done", 1],
		["isDone", true],
		["status", "done"],
		["status", "COMPLETED"],
		["status", "Complete"],
		["status", "finished"],
		["status", "closed"],
	])("takes %s: %j as completed", (name, value) => {
		expect(completedOf({ [name]: value })).toBe(true);
	});

	test.each([
		["completed", false],
		["is_completed", 0],
		["isCompleted", false],
		["done", false],
		["status", "todo"],
		["status", "To do"],
		["status", "in-progress"],
		["status", "in_progress"],
		["status", "not started"],
		["status", "Pending"],
		["status", "open"],
		["status", "active"],
		["status", null],
	])("takes %s: %j as not completed", (name, value) => {
		expect(completedOf({ [name]: value })).toBe(false);
	});

	test.each([
		[{ done: "yes" }, "[0] done: Completed must be true or false"],
		[{ isCompleted: null }, "[0] isCompleted: Completed must be true or false"],
		[
			{ status: "archived" },
			"[0] status: Status must say whether the task is done, like Pending, todo or in progress, Completed or done",
		],
		[{ completed: false, status: "done" }, "[0] status: completed and status contradict each other"],
	])("refuses a completion that it cannot read: %j", (row, problem) => {
		expect(() => completedOf(row)).toThrow(problem);
	});

	test("gives a task without an instant the present one", async () => {
		const user = newUser();
		await run(user, [{ title: "t", created_at: null }]);
		const [task] = await tasksOf(user);
		expect(Math.abs(Date.parse(task?.created_at ?? "") - Date.now())).toBeLessThan(60_000);
	});

	test("run twice doubles nothing, though equal rows of one file are tasks each, and later changes stay", async () => {
		const user = newUser();
		const rows = [{ title: "same" }, { title: "same" }, { title: "other" }];
		expect((await run(user, rows)).output).toBe(`Imported 3 tasks for ${user}`);
		const [first] = await tasksOf(user);
		await server.api(user).updateTask({ user_id: user, task_id: first?.id ?? 0, body: { title: "changed" } });
		expect((await run(user, [...rows, { title: "new" }])).output).toBe(
			`Imported 1 tasks for ${user}; 3 were there already`,
		);
		expect((await tasksOf(user)).map(({ title }) => title).toSorted()).toEqual(["changed", "new", "other", "same"]);
	});

	test("is the user's own: another one can import the same file", async () => {
		const rows = [{ title: "t" }];
		for (const user of [newUser(), newUser()])
			expect((await run(user, rows)).output).toBe(`Imported 1 tasks for ${user}`);
	});

	test("names each bad row by its index and reason, and then imports nothing", async () => {
		const user = newUser();
		const result = await run(user, [
			{ title: "good" },
			{ title: "" },
			{ description: "no title" },
			{ title: "t", completed: "yes", description: "d".repeat(1001) },
			"text",
			null,
			{ title: "a\0b" },
			{ title: "t", createdAt: "yesterday" },
			{ title: "t", updated_at: "2026-02-30T00:00:00Z" },
		]);
		expect(result).toEqual({
			code: 1,
			output: "",
			errors: [
				"[1] title: Title is required and cannot be empty",
				"[2] title: Title is required and cannot be empty",
				"[3] description: Description must be at most 1000 characters",
				"[3] completed: Completed must be true or false",
				"[4]: A task must be a JSON object",
				"[5]: A task must be a JSON object",
				"[6] title: Title must not contain NUL characters or unpaired surrogates",
				"[7] created_at: created_at must be an instant, like 2026-02-05T09:30:00Z",
				"[8] updated_at: updated_at must be an instant, like 2026-02-05T09:30:00Z",
			].join("\n"),
		});
		expect(await tasksOf(user)).toEqual([]);
	});

	test("names an instant that no answer could show", async () => {
		const instants = [
			"0000-01-01T00:00:00Z",
			"0001-01-01T00:00:00+01:00",
			"9999-12-31T23:59:59-01:00",
			-62_167_219_200_000,
			8_640_000_000_000_000,
		];
		const { errors } = await run(
			newUser(),
			instants.map((created_at) => ({ title: "t", created_at })),
		);
		const bad = (row: number) => `[${row}] created_at: created_at must be an instant, like 2026-02-05T09:30:00Z`;
		expect(errors.split("\n")).toEqual(instants.map((_, row) => bad(row)));
	});

	test("of a file that begins with a byte order mark is as any other", async () => {
		expect(await run(newUser(), `\ufeff${JSON.stringify([{ title: "t" }])}`)).toMatchObject({ code: 0, errors: "" });
	});

	test("tells what it left out, whatever that is called, and commands no terminal", async () => {
		const user = newUser();
		const { output } = await run(user, '[{"title": "t", "constructor": 1, "__proto__": {}, "red\\u001b[31m": 1}]');
		expect(output).toBe(`Imported 1 tasks for ${user}; left out: __proto__, constructor, red\ufffd[31m`);
	});

	test.each(["..", "x".repeat(256)])("for a user id that no token can have is refused: %s", async (user) => {
		expect(await run(user, [{ title: "t" }])).toEqual({
			code: 1,
			output: "",
			errors: "No token can have this user id: see the contract's user_id",
		});
	});

	test("that fails half-way leaves nothing behind", async () => {
		const user = newUser();
		await administer(
			(sql) => sql`alter table tasks add constraint no_last check (title <> 'last') not valid`,
			server.databaseUrl,
		);
		const rows = Array.from({ length: 2500 }, (_, n) => ({ title: n === 2499 ? "last" : `${n}` }));
		const result = await run(user, rows);
		await administer((sql) => sql`alter table tasks drop constraint no_last`, server.databaseUrl);
		expect(result.code).toBe(1);
		expect(result.errors).toEndWith('violates check constraint "no_last" (23514)');
		expect(await tasksOf(user)).toEqual([]);
	});

	test("of a long file shows how far it is", async () => {
		const user = newUser();
		const result = await run(
			user,
			Array.from({ length: 2500 }, (_, n) => ({ title: `task ${n}` })),
		);
		expect(result).toEqual({
			code: 0,
			output: `Imported 2500 tasks for ${user}`,
			errors: "1000 of 2500\n2000 of 2500\n2500 of 2500",
		});
		expect((await tasksOf(user)).map(({ title }) => title)).toEqual(
			Array.from({ length: 2500 }, (_, n) => `task ${n}`),
		);
	});

	test("for a user whom Better Auth does not have is refused", async () => {
		await using owned = await startServer();
		await administer((sql) => sql`alter table users add column email text not null`, owned.databaseUrl);
		expect(await run("ann", [{ title: "t" }], owned.databaseUrl)).toEqual({
			code: 1,
			output: "",
			errors: "There is no user with this id",
		});
	});

	test.each(["", "{", '{"title":"t"}', "null"])("of a file that is no list is refused: %s", async (content) => {
		expect(await run("ann", content)).toEqual({
			code: 1,
			output: "",
			errors: "The file must hold a JSON array of tasks",
		});
	});

	test.each([[[]], [["file.json"]], [["--user", "ann"]], [["a", "b", "--user", "ann"]], [["a", "--usr", "ann"]]])(
		"is explained to who calls it wrongly: %j",
		async (args) => {
			expect(await command(args)).toEqual({ code: 1, output: "", errors: "Usage: import <file> --user <user-id>" });
		},
	);

	test("of a file that is not there says so", async () => {
		expect((await command(["/no/such/file.json", "--user", "ann"])).errors).toBe("There is no file /no/such/file.json");
	});
});

test("a row's key depends on what it says, not on where it stands", () => {
	const read = (rows: object[]) =>
		readImport(Bun.YAML.parse(yaml) as Document, JSON.stringify(rows)).tasks.map(({ key }) => key);
	const [a, b, c] = read([{ title: "a" }, { title: "b" }, { title: "a" }]);
	expect(read([{ title: "b", id: 1 }, { title: "a", completed: false }, { title: "a" }])).toEqual([
		b,
		a,
		c,
	] as string[]);
	expect(new Set([a, b, c]).size).toBe(3);
});
