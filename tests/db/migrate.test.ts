import { describe, expect, test } from "bun:test";
import { dbmate, migrate } from "../../src/db/migrate.ts";
import { administer, createTestDatabase, newUser } from "../harness.ts";

describe("migrating", () => {
	test("is done once, however many processes start at the same time", async () => {
		const url = await createTestDatabase({ empty: true });
		const applied = await Promise.all(
			Array.from({ length: 8 }, () => migrate(url)),
		);
		expect(applied.flat().toSorted()).toEqual([
			"20260205090000_create_tasks.sql",
		]);
		expect(await migrate(url)).toEqual([]);
	});

	test("leaves a table of users that is there already as it is", async () => {
		const url = await createTestDatabase({ empty: true });
		await administer(
			(sql) =>
				sql`create table users (id text primary key, email text not null)`,
			url,
		);
		await administer(
			(sql) => sql`insert into users values ('u1', 'u1@example.org')`,
			url,
		);
		await migrate(url);
		expect([
			...(await administer((sql) => sql`select * from users`, url)),
		]).toEqual([{ id: "u1", email: "u1@example.org" }]);
	});

	test("makes a table of users with the one column that Better Auth can extend", async () => {
		const url = await createTestDatabase();
		const columns = await administer(
			(sql) =>
				sql`select column_name, data_type from information_schema.columns where table_name = 'users'`,
			url,
		);
		expect([...columns]).toEqual([{ column_name: "id", data_type: "text" }]);
	});

	test("can be undone, which keeps the users", async () => {
		const url = await createTestDatabase();
		await administer((sql) => sql`insert into users values ('u1')`, url);
		await dbmate(url, "down");
		expect(
			await administer(
				(sql) =>
					sql`select to_regclass('tasks') as tasks, (select count(*)::int from users) as users`,
				url,
			),
		).toEqual([{ tasks: null, users: 1 }] as never);
		expect(await migrate(url)).toHaveLength(1);
	});

	test("tells what stopped it", async () => {
		const url = await createTestDatabase({ empty: true });
		await administer((sql) => sql`create table tasks (id int)`, url);
		await expect(migrate(url)).rejects.toThrow(
			/relation "tasks" already exists/,
		);
	});
});

describe("the database holds the contract's limits itself", () => {
	test.each([
		["an empty title", "", null],
		["a title of 201 characters", "😀".repeat(201), null],
		["a description of 1001 characters", "t", "😀".repeat(1001)],
	])("%s is refused", async (_, title, description) => {
		const url = await createTestDatabase();
		const user = newUser();
		await administer((sql) => sql`insert into users values (${user})`, url);
		const insert = administer(
			(sql) =>
				sql`insert into tasks (user_id, title, description) values (${user}, ${title}, ${description})`.then(
					() => {},
				),
			url,
		);
		await expect(insert).rejects.toMatchObject({ code: "23514" });
	});

	test("a task of nobody is refused", async () => {
		const url = await createTestDatabase();
		const insert = administer(
			(sql) =>
				sql`insert into tasks (user_id, title) values ('nobody', 't')`.then(
					() => {},
				),
			url,
		);
		await expect(insert).rejects.toMatchObject({ code: "23503" });
	});
});
