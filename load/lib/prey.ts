import { check } from "k6";
import { type Task, taskOf } from "./answers.ts";
import { nextCursor } from "./cursor.ts";
import { requestsOf } from "./requests.ts";
import type { User } from "./users.ts";

/** What there is to steal of a user: a task, and all that leads to it. */
export interface Prey {
	readonly owner: User;
	readonly task: Task;
	readonly etag: string;
	/** The Idempotency-Key under which the task was created. */
	readonly key: string;
	/** A cursor in the owner's list. */
	readonly cursor: string;
	/** Texts that nobody else may ever be sent. */
	readonly secrets: readonly string[];
}

/** The user's prey; it is there from the first time on. Undefined where an answer is not what it must be. */
export async function preyOf(owner: User): Promise<Prey | undefined> {
	const request = requestsOf(owner);
	const secret = `hidden by ${owner.id}, for nobody else`;
	const create = async (key: string) => {
		const answer = await request("createTask", {
			headers: { "Idempotency-Key": key },
			body: { title: secret, description: secret },
		});
		return { answer, task: taskOf(owner, "createTask", answer, 201) };
	};
	const key = `prey of ${owner.id}`.replaceAll(" ", "-");
	await create(`${key}-2`);
	const { answer, task } = await create(key);
	const list = await request("listTasks", { query: { limit: 1 } });
	const cursor = nextCursor(list);
	if (!task || !cursor) return undefined;
	return {
		owner,
		task,
		etag: answer.headers.Etag ?? "",
		key,
		cursor,
		secrets: [secret, `"user_id":${JSON.stringify(owner.id)}`],
	};
}

/** Lets the owner look: the task is there, and as it was. */
export async function isUntouched({ owner, task, etag }: Prey): Promise<void> {
	const answer = await requestsOf(owner)("getTask", { task_id: task.id });
	const found = taskOf(owner, "getTask", answer);
	check(answer, {
		"the victim's task is unchanged": () =>
			JSON.stringify(found) === JSON.stringify(task) && answer.headers.Etag === etag,
	});
}
