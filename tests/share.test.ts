/** One user's share of the service: whatever they do, the others are served. */
import { expect, test } from "bun:test";
import { unwrap } from "../src/lib/api.ts";
import { administer, createTestDatabase, failure, failureOf, lockTasks, newUser, startServer } from "./harness.ts";

const tasksOf = (user: string) => `/api/${user}/tasks`;

test("a user whose task is locked by another session keeps none but themselves waiting", async () => {
	const databaseUrl = await createTestDatabase();
	await using server = await startServer({ databaseUrl, poolSize: 15, deadline: 60_000 });
	const [greedy, other] = [newUser(), newUser()];
	const { id } = await unwrap(server.api(greedy).createTask({ user_id: greedy, body: { title: "t" } }));

	await administer(async (sql) => {
		await sql.unsafe(`begin; select from tasks where id = ${id} for update`);
		const toggles = Array.from({ length: 30 }, () =>
			server.request(`${tasksOf(greedy)}/${id}/complete`, { method: "PATCH", user: greedy }),
		);
		await waitFor(() => waitingForLocks(databaseUrl), 10);

		// With all connections taken, none of these would ever end.
		for (let n = 0; n < 20; n++) {
			const init = { method: "POST", user: other, json: { title: "mine" } };
			expect((await server.request(tasksOf(other), init)).status).toBe(201);
			expect((await server.request(tasksOf(other), { user: other })).status).toBe(200);
		}
		expect(await waitingForLocks(databaseUrl)).toBe(10);

		await sql.unsafe("rollback");
		for (const toggle of toggles) expect((await toggle).status).toBe(200);
	}, databaseUrl);
});

test("what a user sends past their queue is turned down, says when to come back, and did nothing", async () => {
	const databaseUrl = await createTestDatabase();
	await using server = await startServer({ databaseUrl, poolSize: 3, deadline: 60_000 });
	const user = newUser();
	const release = await lockTasks(databaseUrl);
	const create = () => server.request(tasksOf(user), { method: "POST", user, json: { title: "t" } });
	// Two of three connections, and a queue of a hundred.
	const sent = Array.from({ length: 110 }, create);
	const refused = await Promise.race(sent);
	expect(refused.headers.get("retry-after")).toBe("1");
	expect(await failureOf(refused)).toEqual(failure(429, "TOO_MANY_REQUESTS", "Too many requests at a time"));
	await release();
	const statuses = (await Promise.all(sent)).map(({ status }) => status);
	expect(statuses.filter((status) => status === 429)).toHaveLength(8);
	expect(statuses.filter((status) => status === 201)).toHaveLength(102);

	const list = await server.request(`${tasksOf(user)}?limit=1`, { user, headers: { prefer: "count=exact" } });
	expect(list.headers.get("x-total-count")).toBe("102");
});

const waitingForLocks = (databaseUrl: string): Promise<number> =>
	administer(async (sql) => {
		const [row] = await sql`
			select count(*)::int as count
			from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`;
		return row?.count as number;
	}, databaseUrl);

async function waitFor(figure: () => Promise<number>, wanted: number): Promise<void> {
	while ((await figure()) !== wanted) await Bun.sleep(10);
}
