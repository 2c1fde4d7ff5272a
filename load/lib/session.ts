import { dataOf, type Task, taskOf, tasksOf } from "./answers.ts";
import { type Answer, type OperationId, type OwnRequest, requestsOf } from "./requests.ts";
import type { User } from "./users.ts";

/** What a session is made of: the operations that a person's work with their tasks needs. */
export const sessionOperations = [
	"listTasks",
	"createTask",
	"getTask",
	"updateTask",
	"toggleTaskCompletion",
	"replaceTask",
	"deleteTask",
] as const satisfies readonly OperationId[];

/** What is told of each request: how long the answer took, in milliseconds. */
export type Observe = (operation: OperationId, milliseconds: number) => void;

/**
 * A person at work: looks at the list, adds a task, reads it, changes it, completes it, looks again, and tidies
 * up. Everything is checked; thinks after every request. A session ends early where an answer is no use.
 */
export async function session(
	user: User,
	{ think, observe = () => {} }: { think: () => Promise<void>; observe?: Observe },
): Promise<void> {
	const request = requestsOf(user);
	const act = async <Id extends OperationId>(operation: Id, details: OwnRequest<Id>): Promise<Answer> => {
		const answer = await request(operation, details);
		observe(operation, answer.timings.duration);
		await think();
		return answer;
	};
	const list = (query: Record<string, string | number>) => act("listTasks", { query });
	const on = ({ id }: Task) => ({ task_id: id });

	tasksOf(user, await list({ limit: 20 }));
	const title = `Call ${Math.random().toString(36).slice(2)} back`;
	const created = taskOf(
		user,
		"createTask",
		await act("createTask", { body: { title, description: "Before noon" } }),
		201,
	);
	if (!created) return;
	tasksOf(user, await list({ status: "Pending", limit: 20 }));
	taskOf(user, "getTask", await act("getTask", on(created)));
	taskOf(user, "updateTask", await act("updateTask", { ...on(created), body: { title: `${title}!` } }));
	taskOf(user, "toggleTaskCompletion", await act("toggleTaskCompletion", on(created)));
	tasksOf(user, await list({ status: "Completed", sort: "updated_at" }));
	taskOf(
		user,
		"replaceTask",
		await act("replaceTask", { ...on(created), body: { title, description: null, completed: false } }),
	);
	dataOf("deleteTask", await act("deleteTask", on(created)), 200);
}
