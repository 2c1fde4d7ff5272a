/**
 * What the code says that its statements give back is what PostgreSQL says: each column's name, its type, and whether
 * it can be null. `query<Row>` believes what it is told; this does not.
 */
import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import postgres from "postgres";
import ts from "typescript";
import { sentBy } from "../../load/bench/statements.ts";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import type { Database } from "../../src/db/database.ts";
import { columnsOf } from "../../src/tasks/columns.ts";
import { importTasks } from "../../src/tasks/import/store.ts";
import * as sql from "../../src/tasks/sql.ts";
import { addUser } from "../../src/tasks/users.ts";
import { createTestDatabase } from "../harness.ts";

/** A column's type as TypeScript writes it, like `string | null`. */
type Columns = Record<string, string>;

const files = [...new Bun.Glob("**/*.ts").scanSync({ cwd: join(import.meta.dir, "../../src/tasks"), absolute: true })];
const query = { sort: "title", order: "asc", limit: 1, offset: 0 } as const;
const position = { direction: "next", value: "a", id: 1 } as const;
const task = { title: "t", description: null, key: null, digest: null };

/** What sends the statements of each function that has some, in the order in which they stand there. */
const functions: Record<string, (db: Database) => Promise<unknown>> = {
	listTasks: async (db) => {
		await sql.listTasks(db, "u", query, 1, position);
		await sql.listTasks(db, "u", query, 1, undefined);
		await sql.listTasks(db, "u", { ...query, offset: 1 }, 1, undefined);
	},
	countTasks: (db) => sql.countTasks(db, "u", query),
	getTask: (db) => sql.getTask(db, "u", 1),
	insertTask: (db) => sql.createTask(db, "u", task),
	importTasks: (db) => importTasks(db, "u", []),
	addUser: (db) => addUser(db, "u"),
	updateTask: (db) => sql.updateTask(db, "u", 1, [1], {}),
	toggleTask: (db) => sql.toggleTask(db, "u", 1, null, null),
	deleteTask: (db) => sql.deleteTask(db, "u", 1, null),
	lookUp: (db) => sql.lookUp(db, "u", 1),
};

/** Expressions that are never null, of which PostgreSQL keeps no record: by their columns' names, and why. */
const expressions: Columns = {
	status: "both branches of its `case` are text",
	total: "a `count` always counts",
	same: "`is not distinct from` is never null",
	task_exists: "an `exists` either is or is not",
	user_exists: "an `exists`, or a comparison with a `count`",
};

const connection = postgres(await createTestDatabase(), { max: 1 });
afterAll(() => connection.end());

/** The statements that some work sends. */
async function statementsOf(work: (db: Database) => Promise<unknown>): Promise<string[]> {
	return (await sentBy(work)).map(({ statement }) => statement);
}

/** What the driver makes of PostgreSQL's types, by their names. */
const driverTypes: Columns = { int4: "number", int8: "number", text: "string", timestamptz: "string", bool: "boolean" };

/** The columns of a statement, as PostgreSQL describes them. */
async function described(statement: string): Promise<Columns> {
	const { columns } = await connection.unsafe(statement).describe();
	const entries = columns.map(async (column) => {
		const { name, type, table, number } = column as typeof column & { table: number; number: number };
		const [found] = await connection`
			select typname as type, coalesce(attnotnull, false) as "isNeverNull"
			from pg_type
			left join pg_attribute on attrelid = ${table} and attnum = ${number}
			where pg_type.oid = ${type}`;
		const isNeverNull = found?.isNeverNull || (table === 0 && Object.hasOwn(expressions, name));
		const shown = driverTypes[found?.type] ?? found?.type;
		return [name, isNeverNull ? shown : `${shown} | null`] as const;
	});
	return Object.fromEntries(await Promise.all(entries));
}

/** The rows that each function claims, by the type arguments of its `query<Row>`; undefined for one without. */
function claimed(): Map<string, (Columns | undefined)[]> {
	const root = join(import.meta.dir, "../..");
	const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
	const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
	const program = ts.createProgram(files, { ...options, types: [] });
	const checker = program.getTypeChecker();
	const claims = new Map<string, (Columns | undefined)[]>();

	const visit = (source: ts.SourceFile, node: ts.Node, name: string): void => {
		const here = ts.isFunctionDeclaration(node) && node.name ? node.name.text : name;
		if (
			ts.isCallExpression(node) &&
			ts.isPropertyAccessExpression(node.expression) &&
			node.expression.name.text === "query"
		) {
			const row = node.typeArguments?.[0];
			const columns =
				row &&
				Object.fromEntries(
					checker
						.getTypeFromTypeNode(row)
						.getProperties()
						.map((property) => [property.name, plain(checker, checker.getTypeOfSymbolAtLocation(property, source))]),
				);
			claims.set(here, [...(claims.get(here) ?? []), columns]);
		}
		ts.forEachChild(node, (child) => visit(source, child, here));
	};
	for (const file of files) {
		const source = program.getSourceFile(file) as ts.SourceFile;
		visit(source, source, "");
	}
	return claims;
}

/** A type as JSON has it: `string` for the texts of an enum. */
function plain(checker: ts.TypeChecker, type: ts.Type): string {
	const parts = type.isUnion() ? type.types : [type];
	const names = parts.map((part) => checker.typeToString(checker.getBaseTypeOfLiteralType(part)));
	return [...new Set(names)].toSorted((one, other) => Number(one === "null") - Number(other === "null")).join(" | ");
}

test("a column that the row does not have does not compile, nor one too few", () => {
	interface Row {
		readonly id: number;
		readonly done: boolean;
	}
	expect(columnsOf<Row>({ id: "id", done: "not open" })).toBe("id, not open as done");
	// @ts-expect-error: the row has no secret
	columnsOf<Row>({ id: "id", done: "not open", secret: "secret" });
	// @ts-expect-error: the row says whether it is done
	columnsOf<Row>({ id: "id" });
});

describe("what a statement gives back", () => {
	const claims = claimed();

	test("is looked at for every function that has a statement", () => {
		expect(Object.keys(functions).toSorted()).toEqual([...claims.keys()].toSorted());
	});

	test.each(Object.entries(functions))("is what its code claims: %s", async (name, work) => {
		const statements = await statementsOf(work);
		const rows = claims.get(name) ?? [];
		expect(statements).toBeArrayOfSize(rows.length);
		for (const [index, statement] of statements.entries()) {
			// Where no row is claimed, none is read.
			const row = rows[index];
			if (row) expect([name, await described(statement)]).toEqual([name, row]);
		}
	});

	test("is the contract's task, beside what goes into headers", async () => {
		const contract = Bun.YAML.parse(yaml) as { components: { schemas: Record<string, { properties: object }> } };
		const properties = Object.keys(contract.components.schemas.Task?.properties ?? {});
		for (const name of ["listTasks", "getTask", "updateTask", "deleteTask"]) {
			const work = functions[name] ?? expect.unreachable();
			const [statement = ""] = await statementsOf(work);
			const columns = Object.keys(await described(statement));
			expect([name, columns.filter((each) => each !== "version")]).toEqual([name, properties]);
		}
	});

	test.each([
		["added", "user_id, title", "user_id, request_digest, title", "request_digest", "string | null"],
		["renamed", "user_id, title,", "user_id, title as heading,", "heading", "string"],
		["made nullable", "user_id, title,", "user_id, idempotency_key as title,", "title", "string | null"],
		["of another type", "user_id, title,", "user_id, version as title,", "title", "number"],
	])("is told from a claim by a column that is %s", async (_, from, to, name, type) => {
		const [statement = ""] = await statementsOf((db) => sql.getTask(db, "u", 1));
		const changed = await described(statement.replace(from, to));
		expect(changed[name]).toBe(type);
		expect(changed).not.toEqual(claims.get("getTask")?.[0] ?? {});
	});
});
