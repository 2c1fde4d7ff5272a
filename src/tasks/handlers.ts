import { type Handlers, href, type Identity } from "../contract/index.ts";
import type { Database } from "../db/database.ts";
import type { Contract, components, paths } from "../generated/contract.ts";
import * as sql from "./sql.ts";

type Task = components["schemas"]["Task"];
/** What the operations on one task have in common. */
interface TaskInput<Reply> {
	readonly identity: Identity;
	readonly reply: (status: 200, body: { data: Task; error: null }) => Reply;
	readonly fail: (code: "TASK_NOT_FOUND" | "UNKNOWN_USER") => Reply;
}

/** The handlers of the task operations. */
export function taskHandlers(db: Database) {
	/** The task, or why there is none: no such task, or no such user any more. Only then is the user looked up. */
	const answer = async <Reply>(
		{ identity, reply, fail }: TaskInput<Reply>,
		task: Task | undefined,
	) => {
		if (task) return reply(200, { data: task, error: null });
		return fail(
			(await sql.userExists(db, identity.subject))
				? "TASK_NOT_FOUND"
				: "UNKNOWN_USER",
		);
	};

	return {
		async listTasks({ query, identity, reply, fail }) {
			const tasks = await sql.listTasks(db, identity.subject, query);
			if (tasks.length === 0 && !(await sql.userExists(db, identity.subject)))
				return fail("UNKNOWN_USER");
			return reply(200, { data: tasks, error: null });
		},

		async createTask({ body, identity, reply }) {
			const task = await sql.createTask(db, identity.subject, body);
			const Location = href(
				"/api/{user_id}/tasks/{task_id}" satisfies keyof paths,
				{
					user_id: task.user_id,
					task_id: task.id,
				},
			);
			return reply(201, { data: task, error: null }, { Location });
		},

		async getTask(input) {
			return answer(
				input,
				await sql.getTask(db, input.identity.subject, input.path.task_id),
			);
		},

		async replaceTask(input) {
			return answer(
				input,
				await sql.updateTask(
					db,
					input.identity.subject,
					input.path.task_id,
					input.body,
				),
			);
		},

		async updateTask(input) {
			return answer(
				input,
				await sql.updateTask(
					db,
					input.identity.subject,
					input.path.task_id,
					input.body,
				),
			);
		},

		async deleteTask(input) {
			return answer(
				input,
				await sql.deleteTask(db, input.identity.subject, input.path.task_id),
			);
		},

		async toggleTaskCompletion(input) {
			const completed = input.body?.completed ?? null;
			return answer(
				input,
				await sql.toggleTask(
					db,
					input.identity.subject,
					input.path.task_id,
					completed,
				),
			);
		},
	} satisfies Partial<Handlers<Contract>>;
}
