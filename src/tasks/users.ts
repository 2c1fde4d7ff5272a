import type { Queryable } from "../db/database.ts";
import { codeOf } from "../db/failure.ts";

const insertUser = "insert into users (id) values ($1) on conflict (id) do nothing";

export const addingUser = `
    with added_user as (
      ${insertUser}
    )`;

/** Adds the user if need be; false where Better Auth owns the users, and does not have this one. */
export async function addUser(db: Queryable, userId: string): Promise<boolean> {
	try {
		await db.query(`-- addUser\n${insertUser}`, [userId]);
		return true;
	} catch (error) {
		if (isNotOurs(error)) return false;
		throw error;
	}
}

/** Whether a user could not be added because Better Auth's have a name and an e-mail, and are not ours to make up. */
export const isNotOurs = (error: unknown): boolean => codeOf(error) === "23502"; // not_null_violation

/**
 * Whether `users` still has our one column: an empty row of its type then reads `()`, and `(,)` with two. The type is
 * right at any moment, also just after Better Auth has extended the table, and known on every node of a cluster, where
 * a look into the catalogue would be a statement of its own.
 */
const ownUsers = "jsonb_populate_record(null::users, '{}')::text = '()'";

/** Where Better Auth has not extended our table, every user whom a token names exists: their first task adds them. */
export const userExists = `exists (select 1 from users where id = $1) or ${ownUsers}`;
