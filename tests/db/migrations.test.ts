/**
 * What every migration must keep to, so that it also runs where the tables are spread over the nodes of a Citus
 * cluster: one statement each way, and none that Citus refuses. With CITUS_URL, that cluster confirms the rule.
 */
import { describe, expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { migrationsFolder } from "../../src/db/dbmate.ts";
import { createCluster, distribute } from "../cluster.ts";
import { administer } from "../harness.ts";

/** The last one that has run before any table is spread. It and those before it need not keep to the rule. */
const lastBefore = "20261121120000_index_tasks_by_status.sql";

const read = (name: string) => Bun.file(join(migrationsFolder, name)).text();

/** What stands in the way of a migration, each way of it: nothing, in one that keeps to the rule. */
const problemsOf = (migration: string): string[] =>
	migration.split(/^-- migrate:(?:up|down)\b.*$/m).flatMap((section) => problemsOfSection(statementsOf(section)));

function problemsOfSection(statements: readonly string[]): string[] {
	const [statement = ""] = statements;
	const refused: Record<string, boolean> = {
		"more than one statement": statements.length > 1,
		"more than one index dropped at once": /^drop index\b/.test(statement) && statement.includes(","),
		"a constraint along with other changes":
			/^alter table\b.*\bconstraint\b/.test(statement) && statement.includes(","),
		"a column that brings its constraint along":
			/\badd (column )?(?!constraint|check|primary|unique|foreign)\w+ .*\b(check|unique|primary key|references)\b/.test(
				statement,
			),
		"a trigger": /^create (or replace )?(constraint )?trigger\b/.test(statement),
	};
	return Object.keys(refused).filter((problem) => refused[problem]);
}

/** The statements of an SQL text, in lower case, without comments, and without what stands in quotes or parentheses. */
function statementsOf(text: string): string[] {
	let flat = text
		.toLowerCase()
		.replace(/--.*$/gm, "")
		.replace(/\$(\w*)\$.*?\$\1\$|'[^']*'/gs, "…");
	for (let rest = ""; rest !== flat; ) {
		rest = flat;
		flat = rest.replace(/\([^()]*\)/g, "…");
	}
	return flat
		.replace(/\s+/g, " ")
		.split(";")
		.map((statement) => statement.trim())
		.filter((statement) => statement !== "");
}

const accepted = [
	"alter table tasks add column color text not null default 'red; or green'",
	"alter table tasks add column color text, add column due_at timestamptz -- one statement; not two",
	"alter table tasks add constraint tasks_title_trimmed check (title = trim(title))",
	"alter table tasks drop constraint tasks_title_check",
	"alter table tasks drop column request_digest, drop column idempotency_key",
	"create index tasks_by_version on tasks (user_id, version)",
	"drop index tasks_by_title_and_status",
	`create table labels (
		user_id text not null,
		id bigint generated always as identity,
		task_id bigint not null,
		name text not null check (char_length(name) between 1 and 50),
		primary key (user_id, id)
	)`,
	"update tasks set description = null where description = ''",
];

const refused: [string, string][] = [
	["more than one statement", "create index a on tasks (user_id, title); create index b on tasks (user_id, version)"],
	["more than one statement", "alter table tasks add column color text; create index a on tasks (user_id, color)"],
	["more than one statement", "drop index tasks_by_title_and_status; drop index tasks_by_created_at_and_status"],
	["more than one index dropped at once", "drop index tasks_by_title_and_status, tasks_by_created_at_and_status"],
	[
		"a constraint along with other changes",
		"alter table tasks drop constraint tasks_title_check, add constraint a check (title <> '')",
	],
	["a column that brings its constraint along", "alter table tasks add column color text check (color <> '')"],
	[
		"a trigger",
		"create trigger a before update on tasks for each row execute function suppress_redundant_updates_trigger()",
	],
];

describe("a migration runs where the tables are spread", () => {
	const later = readdir(migrationsFolder).then((names) => names.filter((name) => name > lastBefore).toSorted());

	test(`each one after ${lastBefore}`, async () => {
		for (const name of await later)
			expect({ name, problems: problemsOf(await read(name)) }).toEqual({ name, problems: [] });
	});

	test("those before, which do several things at once, would be found out", async () => {
		expect(problemsOf(await read(lastBefore))).toEqual(["more than one statement", "more than one statement"]);
	});

	test.each(accepted)("may be: %s", (statement) => {
		expect(problemsOf(`-- migrate:up\n${statement};\n-- migrate:down\n`)).toEqual([]);
	});

	test.each(refused)("may not have %s: %s", (problem, statement) => {
		expect(problemsOf(`-- migrate:up\n${statement};\n-- migrate:down\n`)).toEqual([problem]);
		expect(problemsOf(`-- migrate:up\n-- migrate:down\n${statement};\n`)).toEqual([problem]);
	});

	test.skipIf(!process.env.CITUS_URL)("the cluster of CITUS_URL takes and refuses the same", async () => {
		await using cluster = await createCluster(process.env.CITUS_URL ?? "");
		const [url = ""] = cluster.urls;
		await distribute(url);
		/** Whether a migration of this statement would run; as dbmate has it, which then notes that it did. */
		const runs = (statement: string) =>
			administer(async (sql) => {
				await sql`begin`;
				try {
					await sql.unsafe(statement).simple();
					await sql`insert into schema_migrations values ('99990101000000')`;
					return true;
				} catch {
					return false;
				} finally {
					await sql`rollback`;
				}
			}, url);
		for (const statement of accepted)
			expect({ statement, runs: await runs(statement) }).toEqual({ statement, runs: true });
		for (const [, statement] of refused)
			expect({ statement, runs: await runs(statement) }).toEqual({ statement, runs: false });
	});
});
