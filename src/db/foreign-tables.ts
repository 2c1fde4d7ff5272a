/** What another program has left in the database: most often a backend that called its tables like this one. */
import type { Queryable } from "./connection/connection.ts";
import { commandPatience, withConnection } from "./connection/connector.ts";
import { timed } from "./connection/timed.ts";

interface Column {
	readonly table: "tasks" | "users";
	readonly name: string;
	readonly type: string;
	/** Whether a row must have a value for it. */
	readonly isRequired: boolean;
}

/** The columns of such tables, in the schema in which new tables are made. */
const columns = (db: Queryable) =>
	db.query<Column>(
		`select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull and not a.atthasdef and a.attidentity = '' as "isRequired"
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = to_regnamespace(current_schema()) and c.relname in ('tasks', 'users')
      and a.attnum > 0 and not a.attisdropped
    order by c.relname, a.attnum`,
		[],
	);

const waysOut = `Nothing was changed. You can
  take over what is there: db/README.md, "Coming from another backend";
  leave it, and have this service's tables beside it: add ?search_path=tasks_api to DATABASE_URL;
  or name another database.`;

/** Why the first migration cannot be applied; undefined where nothing is in its way. */
export async function obstacle(db: Queryable): Promise<string | undefined> {
	const all = await columns(db);
	const tasks = all.filter(({ table }) => table === "tasks");
	if (tasks.length > 0) {
		const found = tasks.map(({ name, type }) => `${name} ${type}`).join(", ");
		return `The database has a table "tasks" that this service did not make: ${found}.\n${waysOut}`;
	}
	const id = all.find(({ table, name }) => table === "users" && name === "id");
	if (all.length > 0 && !/^(text|character varying.*)$/.test(id?.type ?? ""))
		return [
			`The database has a table "users" whose users this service cannot refer to: their id is ${id?.type ?? "missing"},`,
			`and has to be text, as the token's sub.\n${waysOut}`,
		].join(" ");
	return undefined;
}

/** A warning where `users` is neither this service's own nor Better Auth's: a token is not enough to add anybody. */
export async function foreignUsers(url: string): Promise<string | undefined> {
	const all = await withConnection(url, commandPatience, (connection) => columns(timed(connection, commandPatience)));
	const users = all.filter(({ table }) => table === "users");
	const required = users.filter(({ name, isRequired }) => isRequired && name !== "id").map(({ name }) => name);
	const isBetterAuths = users.some(({ name }) => /^email_?verified$/i.test(name));
	if (isBetterAuths || required.length === 0) return undefined;
	return [
		`The table "users" is not Better Auth's, and its ${required.join(", ")} cannot be told from a token:`,
		"whoever is not in it gets 401 UNKNOWN_USER.",
		'See "Coming from another backend" in db/README.md',
	].join(" ");
}
