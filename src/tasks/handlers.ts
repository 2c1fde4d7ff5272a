import { type Handlers, href, type Identity, type Input, preference } from "../contract/index.ts";
import type { Database } from "../db/database.ts";
import { codeOf } from "../db/failure.ts";
import type { Contract, components, paths } from "../generated/contract.ts";
import { digestOf } from "./digest.ts";
import { invalidCursor, linkOf, positionOf } from "./page.ts";
import * as sql from "./sql.ts";
import { etagOf, isKnown, matching } from "./version.ts";

/** What the operations that change one task have in common. */
interface ChangeInput<Reply> {
	readonly path: { readonly task_id: number };
	readonly header: { readonly "If-Match"?: string };
	readonly identity: Identity;
	readonly reply: (
		status: 200,
		body: { data: components["schemas"]["Task"]; error: null },
		headers: { ETag: string },
	) => Reply;
	readonly fail: (code: "TASK_NOT_FOUND" | "UNKNOWN_USER" | "PRECONDITION_FAILED") => Reply;
}
type UpdateInput = Pick<Input<Contract, "updateTask">, "path" | "header" | "body" | "identity">;

export function taskHandlers(db: Database) {
	const absence = ({ user_exists }: { user_exists: boolean }) => (user_exists ? "TASK_NOT_FOUND" : "UNKNOWN_USER");

	/** The changed task, or why nothing was changed: only then is that looked up. */
	const changed = async <Reply>(input: ChangeInput<Reply>, found: sql.VersionedTask | undefined) => {
		if (found) {
			const { version, ...task } = found;
			const headers = { ETag: etagOf(version) };
			return input.reply(200, { data: task, error: null }, headers);
		}
		const there = await sql.lookUp(db, input.identity.subject, input.path.task_id);
		// Where any version would have done, a task that is there now was created after the change had looked for it.
		const isStale = there.task_exists && matching(input.header["If-Match"]) !== null;
		return input.fail(isStale ? "PRECONDITION_FAILED" : absence(there));
	};

	const update = ({ path, header, body, identity }: UpdateInput) =>
		sql.updateTask(db, identity.subject, path.task_id, matching(header["If-Match"]), body);

	return {
		async listTasks({ query, header, identity, reply, fail }) {
			const userId = identity.subject;
			const position = positionOf(userId, query);
			const counted = preference(header.Prefer, "count") === "exact";
			// One task more than asked for tells whether there is another page.
			const rows = await sql.listTasks(db, userId, query, query.limit + 1, position).catch((error) => {
				// A cursor that was made up may hold what is no instant, or no text.
				const isData = codeOf(error).startsWith("22");
				throw position && isData ? invalidCursor() : error;
			});
			if (rows.length === 0 && !(await sql.lookUp(db, userId, null)).user_exists) return fail("UNKNOWN_USER");

			const tasks = rows.slice(0, query.limit);
			if (position?.direction === "prev") tasks.reverse();
			const more = rows.length > query.limit;
			return reply(
				200,
				{ data: tasks, error: null },
				{
					Link: linkOf(userId, query, position, tasks, more),
					...(counted && {
						"X-Total-Count": String(await sql.countTasks(db, userId, query)),
						"Preference-Applied": "count=exact",
					}),
				},
			);
		},

		async createTask({ body, header, identity, reply, fail }) {
			const { title, description = null } = body;
			const key = header["Idempotency-Key"] ?? null;
			const created = await sql.createTask(db, identity.subject, {
				title,
				description,
				key,
				digest: key === null ? null : digestOf(JSON.stringify([title, description])),
			});
			if (!created) return fail("UNKNOWN_USER");
			const { version, same, ...task } = created;
			if (!same) return fail("IDEMPOTENCY_KEY_REUSED");
			return reply(
				201,
				{ data: task, error: null },
				{
					ETag: etagOf(version),
					Location: href("/api/{user_id}/tasks/{task_id}" satisfies keyof paths, {
						user_id: task.user_id,
						task_id: task.id,
					}),
				},
			);
		},

		async getTask({ path, header, identity, reply, fail }) {
			const userId = identity.subject;
			const found = await sql.getTask(db, userId, path.task_id);
			if (!found) return fail(absence(await sql.lookUp(db, userId, null)));
			const { version, ...task } = found;
			const headers = { ETag: etagOf(version) };
			return isKnown(header["If-None-Match"], version)
				? reply(304, undefined, headers)
				: reply(200, { data: task, error: null }, headers);
		},

		async replaceTask(input) {
			return changed(input, await update(input));
		},

		async updateTask(input) {
			return changed(input, await update(input));
		},

		async deleteTask(input) {
			const { path, header, identity } = input;
			const versions = matching(header["If-Match"]);
			return changed(input, await sql.deleteTask(db, identity.subject, path.task_id, versions));
		},

		async toggleTaskCompletion(input) {
			const { path, header, body, identity } = input;
			const versions = matching(header["If-Match"]);
			const wanted = body?.completed ?? null;
			return changed(input, await sql.toggleTask(db, identity.subject, path.task_id, versions, wanted));
		},
	} satisfies Partial<Handlers<Contract>>;
}
