/**
 * How PostgreSQL finds what each statement asks for, in a large table: by an index, and in the index's order. The
 * plans are the same for 100,000 tasks of 1,000 users as for ten times as many of each, which take half a minute
 * to make.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import postgres from "postgres";
import { sentBy } from "../../load/bench/statements.ts";
import type { Database, Parameter } from "../../src/db/database.ts";
import { importTasks } from "../../src/tasks/import/store.ts";
import type { ListQuery, Position } from "../../src/tasks/page.ts";
import * as sql from "../../src/tasks/sql.ts";
import { createTestDatabase } from "../harness.ts";

/** A user with 10,000 tasks; the others have about 90 each. */
const user = "user-1";
let connection: postgres.Sql;

beforeAll(async () => {
	connection = postgres(await createTestDatabase(), { max: 1 });
	// The tests' server does not wait for the disk; but VACUUM passes over rows that are not there yet, and only
	// pages that it has been through can be read from an index alone.
	await connection`set synchronous_commit = on`;
	await connection`insert into users select 'user-' || n from generate_series(1, 1000) n`;
	await connection`
		insert into tasks (user_id, title, completed, created_at, updated_at)
		select 'user-' || case when n <= 10000 then 1 else 2 + n % 999 end,
			md5(n::text), n % 10 = 0,
			now() - (n * 7919 % 100003) * interval '1 minute',
			now() - (n * 4729 % 100003) * interval '1 minute'
		from generate_series(1::bigint, 100000) n`;
	await connection`vacuum analyze tasks`;
	await connection`analyze users`;
}, 60_000);
afterAll(() => connection.end());

/** What of a plan is looked at (EXPLAIN's JSON). */
interface Plan {
	readonly "Node Type": string;
	readonly "Relation Name"?: string;
	readonly "Index Name"?: string;
	readonly "Index Cond"?: string;
	readonly "Conflict Arbiter Indexes"?: readonly string[];
	readonly Filter?: string;
	readonly Plans?: readonly Plan[];
}

/**
 * The plans for the statement that the work sends: for these parameters, and for any, which is what a prepared
 * statement comes to after some runs.
 */
async function plansOf(work: (db: Database) => Promise<unknown>): Promise<Plan[]> {
	const sent = await sentBy(work);
	const [{ statement, parameters } = expect.unreachable()] = sent;
	expect(sent).toHaveLength(1);
	const values = parameters.map(literal).join(", ");
	const plans: Plan[] = [];
	for (const mode of ["force_custom_plan", "force_generic_plan"]) {
		await connection.unsafe(`set plan_cache_mode = ${mode}; prepare explained as ${statement}`);
		const [row] = await connection.unsafe(`explain (format json) execute explained(${values})`);
		await connection.unsafe("deallocate explained");
		plans.push(row?.["QUERY PLAN"][0].Plan);
	}
	return plans;
}

const literal = (value: Parameter): string =>
	typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : `${value}`;

/** A plan's nodes, from the top. */
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The nodes that read tasks, those within a page that is complete left out. */
const scansOf = (plan: Plan, { paged = true } = {}): Plan[] => {
	if (!paged && plan["Node Type"] === "Limit") return [];
	const below = (plan.Plans ?? []).flatMap((child) => scansOf(child, { paged }));
	return /Scan/.test(plan["Node Type"]) ? [plan, ...below] : below;
};

const lists = ([undefined, "Pending", "Completed"] as const).flatMap((status) =>
	(["created_at", "updated_at", "title"] as const).flatMap((sort) =>
		(["asc", "desc"] as const).map((order) => ({ status, sort, order })),
	),
);
type List = (typeof lists)[number];
const queryOf = ({ status, ...list }: List, offset = 0): ListQuery => ({
	...list,
	...(status && { status }),
	limit: 50,
	offset,
});
const nameOf = ({ status, sort, order }: List) => `${status ?? "all"} by ${sort}, ${order}`;

/** The one scan of a page: all that it asks for is the index's to find, in the index's order. */
function expectIndexed({ status, sort }: List, scan: Plan | undefined) {
	expect(scan?.["Index Name"]).toBe(`tasks_by_${sort}_and_status`);
	expect(scan?.["Node Type"]).toMatch(/^Index (Only )?Scan$/);
	expect(scan?.["Index Cond"]).toContain("user_id =");
	if (status) expect(scan?.["Index Cond"]).toContain(`completed = ${status === "Completed"}`);
	expect(scan).not.toHaveProperty("Filter");
}

describe("a page of a long list reads only its own tasks, by an index, and sorts none", () => {
	test.each(lists.map((list) => [nameOf(list), list] as const))("%s: the first", async (_, list) => {
		for (const plan of await plansOf((db) => sql.listTasks(db, user, queryOf(list), 51, undefined))) {
			expect(nodesOf(plan)).toHaveLength(2);
			expectIndexed(list, plan.Plans?.[0]);
		}
	});

	test.each(
		lists.flatMap((list) => (["next", "prev"] as const).map((direction) => [nameOf(list), direction, list] as const)),
	)("%s: the %s one from a cursor in the middle", async (_, direction, list) => {
		const [{ value, id } = expect.unreachable()] = await connection.unsafe(
			`select ${list.sort}::text as value, id from tasks where user_id = '${user}'
			order by ${list.sort}, id limit 1 offset 5000`,
		);
		const position: Position = { direction, value, id: Number(id) };
		for (const plan of await plansOf((db) => sql.listTasks(db, user, queryOf(list), 51, position))) {
			expect(nodesOf(plan)).toHaveLength(2);
			const [scan] = plan.Plans ?? [];
			expectIndexed(list, scan);
			expect(scan?.["Index Cond"]).toContain(`ROW(${list.sort}, id)`);
		}
	});

	test.each(lists.map((list) => [nameOf(list), list] as const))(
		"%s: one far down by its offset, which reads the index alone up to there",
		async (_, list) => {
			for (const plan of await plansOf((db) => sql.listTasks(db, user, queryOf(list, 800), 51, undefined))) {
				const skipping = nodesOf(plan).find((node) => node["Node Type"] === "Limit");
				const [scan] = skipping?.Plans ?? [];
				expectIndexed(list, scan);
				expect(scan?.["Node Type"]).toBe("Index Only Scan");
				// The tasks of the page itself, one by one; these few may be put in order.
				for (const own of scansOf(plan, { paged: false }))
					expect(own).toMatchObject({ "Index Name": "tasks_pkey", "Index Cond": expect.stringContaining("id =") });
			}
		},
	);
});

describe("every other statement finds what it asks for by an index", () => {
	test.each([undefined, "Pending", "Completed"] as const)("how many tasks there are: %p", async (status) => {
		const list = { status, sort: "title", order: "asc" } as const;
		for (const plan of await plansOf((db) => sql.countTasks(db, user, queryOf(list)))) {
			const [scan, ...others] = scansOf(plan);
			expect(others).toEqual([]);
			expect(scan?.["Node Type"]).toBe("Index Only Scan");
			expect(scan?.["Index Cond"]).toContain("user_id =");
			expect(scan).not.toHaveProperty("Filter");
		}
	});

	test.each<[string, (db: Database) => Promise<unknown>]>([
		["getTask", (db) => sql.getTask(db, user, 5000)],
		["updateTask", (db) => sql.updateTask(db, user, 5000, [1, 2], { title: "t" })],
		["toggleTask", (db) => sql.toggleTask(db, user, 5000, null, null)],
		["deleteTask", (db) => sql.deleteTask(db, user, 5000, null)],
	])("one task: %s", async (_, work) => {
		for (const plan of await plansOf(work)) {
			const [scan, ...others] = scansOf(plan);
			expect(others).toEqual([]);
			expect(scan).toMatchObject({
				"Node Type": "Index Scan",
				"Index Name": "tasks_pkey",
				"Index Cond": expect.stringMatching(/^\(id = /),
			});
		}
	});

	test.each<[string, (db: Database) => Promise<unknown>]>([
		["createTask", (db) => sql.createTask(db, user, { title: "t", description: null, key: "k", digest: "d" })],
		["importTasks", (db) => importTasks(db, user, [])],
	])("the task with the same key: %s", async (_, work) => {
		for (const plan of await plansOf(work)) {
			expect(plan["Conflict Arbiter Indexes"]).toEqual(["tasks_by_idempotency_key"]);
			for (const node of nodesOf(plan)) expect(node["Node Type"]).not.toBe("Seq Scan");
		}
	});

	test("whether a task and its user are there", async () => {
		for (const id of [5000, null])
			for (const plan of await plansOf((db) => sql.lookUp(db, user, id)))
				for (const scan of scansOf(plan)) expect(scan["Node Type"]).toStartWith("Index");
	});
});
