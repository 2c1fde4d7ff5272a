/** Databases that other backends of this API made, mostly with FastAPI and SQLModel, and what becomes of their tasks. */
import { afterEach, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { foreignUsers } from "../../src/db/foreign-tables.ts";
import { migrate } from "../../src/db/migrate.ts";
import { saidUntil } from "../command.ts";
import { type Frontend, startFrontend } from "../frontend.ts";
import { administer, createTestDatabase, startServer } from "../harness.ts";
import { failedStart, killProcesses, serve } from "../processes.ts";

const script = await Bun.file(join(import.meta.dir, "../../db/take-over.sql")).text();
const beside = (url: string) => `${url}?search_path=tasks_api`;

const statements = (url: string, text: string) => administer((sql) => sql.unsafe(text).simple(), url);
/** The address of a database that these statements made. */
async function databaseWith(text: string): Promise<string> {
	const url = await createTestDatabase({ empty: true });
	await statements(url, text);
	return url;
}
const takeOver = (url: string) => statements(url, script);
/** What the guide says where users have text ids: the old table gets out of the way. */
const setAside = (url: string) => statements(url, "create schema before; alter table tasks set schema before;");

/** A user's tasks as a frontend gets them, oldest first. */
async function tasksOf(databaseUrl: string, user_id: string) {
	await using server = await startServer({ databaseUrl });
	const result = await server.api(user_id).listTasks({ user_id, order: "asc" });
	if (!result.ok) throw new Error(result.error.code);
	return result.data.map(({ id, title, description, completed, created_at, updated_at }) => {
		return { id, title, description, completed, created_at, updated_at };
	});
}

afterEach(killProcesses);

const sqlModel = `
	create type priority as enum ('low', 'high');
	create table tasks (
		id serial primary key, user_id varchar not null, title varchar(200) not null, description varchar(1000),
		is_completed boolean not null, priority priority not null, tags varchar[],
		created_at timestamp not null, updated_at timestamp not null
	);
	create index ix_tasks_user_id on tasks (user_id);
	insert into tasks (user_id, title, description, is_completed, priority, created_at, updated_at) values
		('ann', 'Buy milk', 'two', true, 'low', '2025-12-11 10:00:00.123456', '2025-12-12 10:00:00'),
		('ann', 'Call Bob', null, false, 'high', '2025-12-11 11:00:00', '2025-12-11 11:00:00'),
		('bob', 'Of Bob', '', false, 'low', '2025-12-11 12:00:00', '2025-12-11 12:00:00');`;

describe("the tasks of another backend are taken over", () => {
	test("with their ids, from a table with is_completed and naive times", async () => {
		const url = await databaseWith(sqlModel);
		await setAside(url);
		await migrate(url);
		await takeOver(url);
		expect((await tasksOf(url, "ann")).map(Object.values)).toEqual([
			[1, "Buy milk", "two", true, "2025-12-11T10:00:00.123456Z", "2025-12-12T10:00:00Z"],
			[2, "Call Bob", null, false, "2025-12-11T11:00:00Z", "2025-12-11T11:00:00Z"],
		]);
		await using server = await startServer({ databaseUrl: url });
		const created = await server.api("bob").createTask({ user_id: "bob", body: { title: "next" } });
		expect(created.ok && created.data.id).toBe(4);
	});

	test("beside Better Auth's users, from a table with completed and a time zone", async () => {
		const url = await createTestDatabase({ empty: true });
		await using frontend = await startFrontend({ databaseUrl: url, mode: "jwks" });
		await frontend.migrate();
		const id = await signUp(frontend, "ann");
		await statements(
			url,
			`create table tasks (
				id serial primary key, user_id text not null references users (id), title text not null,
				completed boolean, created_at timestamptz, updated_at timestamptz
			);
			insert into tasks (user_id, title, completed, created_at) values ('${id}', 'Old', true, '2025-12-11 12:00:00+02');`,
		);
		await setAside(url);
		await migrate(url);
		await takeOver(url);
		expect((await tasksOf(url, id)).map(Object.values)).toEqual([
			[1, "Old", null, true, "2025-12-11T10:00:00Z", "2025-12-11T10:00:00Z"],
		]);
		await statements(url, "drop schema before cascade");
		await statements(url, `delete from users where id = '${id}'`);
		expect(await administer((sql) => sql`select from tasks`, url)).toHaveLength(0);
	});

	test("into a schema of its own where users and tasks have UUIDs, and nothing of the old is touched", async () => {
		const ann = crypto.randomUUID();
		const url = await databaseWith(
			`create table users (id uuid primary key, email text not null, hashed_password text not null);
			create table tasks (
				id uuid primary key default gen_random_uuid(), user_id uuid not null references users (id),
				title text not null, status text not null, created_at timestamp not null
			);
			insert into users values ('${ann}', 'ann@example.org', 'x');
			insert into tasks (user_id, title, status, created_at) values
				('${ann}', 'second', 'done', '2025-12-12 10:00:00'), ('${ann}', 'first', 'in_progress', '2025-12-11 10:00:00');`,
		);
		await migrate(beside(url));
		await takeOver(beside(url));
		const tasks = await tasksOf(beside(url), ann);
		expect(tasks.map(({ id, title, completed }) => [id, title, completed])).toEqual([
			[1, "first", false],
			[2, "second", true],
		]);
		expect(await administer((sql) => sql`select from public.tasks`, url)).toHaveLength(2);
	});

	test("from SQLModel's own name for the table", async () => {
		const url = await databaseWith(
			`create table task (id serial primary key, user_id text, title text, completed boolean, created_at timestamp);
			insert into task (user_id, title, completed, created_at) values ('ann', 'Old', false, '2025-12-11 10:00:00')`,
		);
		await migrate(url);
		await takeOver(url);
		expect(await tasksOf(url, "ann")).toHaveLength(1);
	});

	test("all or none: what has no place is named, and nothing is copied twice", async () => {
		const url = await databaseWith(sqlModel);
		await setAside(url);
		await migrate(url);
		await statements(
			url,
			`alter table before.tasks alter title type text;
			update before.tasks set title = repeat('x', 201) where id = 1;
			update before.tasks set title = ' ' where id = 3;`,
		);
		await expect(takeOver(url)).rejects.toThrow("1: its title has more than 200 characters\n3: it has no title");
		expect(await tasksOf(url, "ann")).toEqual([]);

		await statements(url, "update before.tasks set title = 'short'");
		await takeOver(url);
		await expect(takeOver(url)).rejects.toThrow("There are tasks here already");
		expect(await tasksOf(url, "ann")).toHaveLength(2);
	});

	test("but none whom no token could reach, that no answer could show, or that contradicts itself", async () => {
		const url = await createTestDatabase();
		await statements(
			url,
			`create table task (
				id int primary key, user_id text, title text, done boolean, status text, created_at timestamptz, updated_at timestamptz
			);
			insert into task values
				(1, '..', 't', true, null, null, null),
				(2, repeat('u', 256), 't', true, null, null, null),
				(3, '', 't', true, null, null, null),
				(4, 'ann', 't', true, 'Pending', null, null),
				(5, 'ann', 't', true, null, 'infinity', null),
				(6, 'ann', 't', true, null, now(), '0044-03-15 BC'),
				(7, 'ann', 't', true, null, '10000-01-02', null),
				(8, 'ann', 't', true, 'Done', '9999-12-31 23:59:59+00', null)`,
		);
		const unreachable = "no token can have the id of its user";
		const unshown = "its times are not in the years 1 to 9999";
		await expect(takeOver(url)).rejects.toThrow(
			[
				"as they are:",
				`1: ${unreachable}`,
				`2: ${unreachable}`,
				`3: ${unreachable}`,
				"4: its status contradicts what else says whether it is done",
				`5: ${unshown}`,
				`6: ${unshown}`,
				`7: ${unshown}`,
			].join("\n"),
		);
		await statements(url, "delete from task where id < 8");
		await takeOver(url);
		expect(await tasksOf(url, "ann")).toHaveLength(1);
	});

	test("as the old tables have them, whatever columns these have besides", async () => {
		const url = await createTestDatabase();
		await statements(
			url,
			`insert into users values ('ann');
			alter table users add user_id text default 'somebody else';
			create table task (id int primary key, user_id text, title text, done boolean, old jsonb);
			insert into task values (1, 'ann', 'Mine', true, '{"user_id": "bob", "title": "Not mine", "done": true}')`,
		);
		await takeOver(url);
		expect((await tasksOf(url, "ann")).map(({ title }) => title)).toEqual(["Mine"]);
	});

	test("and never from this service's own table, which an earlier start left", async () => {
		const url = await createTestDatabase();
		await statements(
			url,
			`create table task (id int primary key, user_id text, title text, done boolean);
			insert into task values (1, 'ann', 'Old', true)`,
		);
		await migrate(beside(url));
		await takeOver(beside(url));
		expect((await tasksOf(beside(url), "ann")).map(({ title }) => title)).toEqual(["Old"]);
	});

	test("and where there are none, that is said", async () => {
		const url = await createTestDatabase();
		await expect(takeOver(url)).rejects.toThrow("Nothing to take over: there is no");
		await statements(url, "create table task (id int primary key, user_id text, title text, done boolean)");
		await expect(takeOver(url)).rejects.toThrow("Nothing to take over: task is empty");
	});
});

describe("a start on another backend's database", () => {
	const waysOut = `Nothing was changed. You can
  take over what is there: db/README.md, "Coming from another backend";
  leave it, and have this service's tables beside it: add ?search_path=tasks_api to DATABASE_URL;
  or name another database.`;

	test.each([
		[
			"create table tasks (id serial primary key, user_id uuid, title varchar(200), is_completed boolean)",
			`The database has a table "tasks" that this service did not make: id integer, user_id uuid, title character varying(200), is_completed boolean.`,
		],
		[
			"create table users (id uuid primary key, email text)",
			`The database has a table "users" whose users this service cannot refer to: their id is uuid, and has to be text, as the token's sub.`,
		],
	])("says what was found and what to do: %s", async (table, found) => {
		const DATABASE_URL = await databaseWith(table);
		const { code, errors } = await failedStart({ DATABASE_URL, LOG_LEVEL: "silent" });
		expect([code, errors]).toEqual([1, `${found}\n${waysOut}`]);
		await migrate(beside(DATABASE_URL));
	});

	test("warns of users whom nobody can add", async () => {
		const DATABASE_URL = await databaseWith(
			"create table users (id text primary key, email text not null, hashed_password text not null, name text)",
		);
		const { child } = await serve({ DATABASE_URL });
		expect(await saidUntil('"level":40', child.stdout)).toContain(
			"is not Better Auth's, and its email, hashed_password cannot be told from a token",
		);
	});

	test.each([
		"create table users (id text primary key)",
		`create table users (id text primary key, email text not null, "emailVerified" boolean not null)`,
	])("warns of nothing where users are its own or Better Auth's: %s", async (table) => {
		const url = await databaseWith(table);
		expect(await foreignUsers(url)).toBeUndefined();
	});
});

async function signUp({ origin }: Frontend, name: string): Promise<string> {
	const answer = await fetch(`${origin}/api/auth/sign-up/email`, {
		method: "POST",
		headers: { origin, "content-type": "application/json" },
		body: JSON.stringify({ name, email: `${name}@example.org`, password: "correct horse battery" }),
	});
	return ((await answer.json()) as { user: { id: string } }).user.id;
}
