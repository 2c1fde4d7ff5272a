import { describe, expect, test } from "bun:test";
import { copyFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { dbmate, migrationsFolder } from "../../src/db/dbmate.ts";
import { migrate, migrateWhenThere } from "../../src/db/migrate.ts";
import { temporaryFolder } from "../folder.ts";
import { administer, createTestDatabase, newUser } from "../harness.ts";
import { openProxy } from "../proxy.ts";

const migrations = (await readdir(migrationsFolder)).toSorted();

describe("migrating", () => {
	test("is done once, however many processes start at the same time", async () => {
		const url = await createTestDatabase({ empty: true });
		const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(url)));
		expect(applied.flat().toSorted()).toEqual([...migrations]);
		expect(await migrate(url)).toEqual([]);
	});

	test.each(["schema_migrations", "begin", "advisory", "create table tasks", "commit"])(
		"begins anew where the network swallowed a statement on the way: %s",
		async (swallowed) => {
			let isSwallowing = true;
			const way = await openProxy(await createTestDatabase({ empty: true }), () => (data) => {
				if (isSwallowing && data.includes(swallowed)) way.swallow(true);
			});
			const changes: unknown[] = [];
			const onChange = (failure: unknown) => {
				changes.push(failure);
				isSwallowing = false;
				way.swallow(false);
			};
			// Where it is the last statement, everything is there by then.
			expect(await migrateWhenThere(way.url, onChange, 250)).toEqual(swallowed === "commit" ? [] : migrations);
			expect(changes).toEqual([expect.objectContaining({ code: "CONNECTION_CLOSED" }), undefined]);
			way.cut();
		},
	);

	test("leaves a table of users that is there already as it is", async () => {
		const url = await createTestDatabase({ empty: true });
		await administer((sql) => sql`create table users (id text primary key, email text not null)`, url);
		await administer((sql) => sql`insert into users values ('u1', 'u1@example.org')`, url);
		await migrate(url);
		expect([...(await administer((sql) => sql`select * from users`, url))]).toEqual([
			{ id: "u1", email: "u1@example.org" },
		]);
	});

	test("makes a table of users with the one column that Better Auth can extend", async () => {
		const url = await createTestDatabase();
		const columns = await administer(
			(sql) => sql`select column_name, data_type from information_schema.columns where table_name = 'users'`,
			url,
		);
		expect([...columns]).toEqual([{ column_name: "id", data_type: "text" }]);
	});

	test("keeps every row as it was, step by step up and down again", async () => {
		const url = await createTestDatabase({ empty: true });
		const rows = () =>
			administer(
				async (sql) => [
					...(await sql`select id, user_id, title, description, completed, created_at::text, updated_at::text
						from tasks order by id`),
				],
				url,
			);
		await using steps = await temporaryFolder("migrations");
		const up = async (name: string) => {
			await copyFile(join(migrationsFolder, name), join(steps.path, name));
			expect(await migrate(url, steps.path)).toEqual([name]);
		};
		const [first = "", ...others] = migrations;
		await up(first);
		await administer(
			(sql) =>
				sql`with added as (insert into users values ('ann'), ('bob') returning id)
					insert into tasks (user_id, title, description, completed, created_at, updated_at)
					select id, repeat('😀', n), nullif(repeat('d', n * 10), ''), n % 2 = 0, now() - n * interval '1 microsecond', now()
					from added, generate_series(1, 100) n`,
			url,
		);
		const before = await rows();
		expect(before).toHaveLength(200);
		for (const name of others) {
			await up(name);
			expect(await rows()).toEqual(before);
		}
		for (const _ of others) {
			await dbmate(url, "down");
			expect(await rows()).toEqual(before);
		}
		expect(await migrate(url)).toEqual(others);
		expect(await rows()).toEqual(before);
	});

	test("back past the beginning takes the tasks, and keeps the users", async () => {
		const url = await createTestDatabase();
		await administer((sql) => sql`insert into users values ('u1')`, url);
		for (const _ of migrations) await dbmate(url, "down");
		const [left] = await administer(
			(sql) => sql`select to_regclass('tasks') as tasks, (select count(*)::int from users) as users`,
			url,
		);
		expect(left).toEqual({ tasks: null, users: 1 });
		expect(await migrate(url)).toEqual(migrations);
	});

	test("tells what stopped it", async () => {
		const url = await createTestDatabase({ empty: true });
		await administer((sql) => sql`create table tasks_by_title ()`, url);
		await expect(migrate(url)).rejects.toThrow(/relation "tasks_by_title" already exists/);
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
				sql`insert into tasks (user_id, title, description) values (${user}, ${title}, ${description})`.then(() => {}),
			url,
		);
		await expect(insert).rejects.toMatchObject({ code: "23514" });
	});

	test("a task of nobody is refused", async () => {
		const url = await createTestDatabase();
		const insert = administer(
			(sql) => sql`insert into tasks (user_id, title) values ('nobody', 't')`.then(() => {}),
			url,
		);
		await expect(insert).rejects.toMatchObject({ code: "23503" });
	});
});
