import type { Task } from "./answers.ts";
import { forgeries } from "./forgeries.ts";
import type { Prey } from "./prey.ts";
import { type Answer, requestsOf, send } from "./requests.ts";
import type { User } from "./users.ts";

/** One way to get at another's tasks, and whether its answer is the right one. */
interface Attack {
	readonly way: string;
	readonly send: () => Promise<Answer>;
	readonly isRight: (answer: Answer) => boolean;
}

const refusedBy =
	(...statuses: number[]) =>
	({ status }: Answer) =>
		statuses.includes(status);

/** What somebody could do to a task. */
const onTask = [
	{ operation: "getTask" },
	{ operation: "replaceTask", body: { title: "stolen", completed: true } },
	{ operation: "updateTask", body: { description: "stolen" } },
	{ operation: "toggleTaskCompletion" },
	{ operation: "toggleTaskCompletion", body: { completed: true } },
	{ operation: "deleteTask" },
] as const;

/** Every way that we know, for me to get at the prey. */
export const attacksOn = (me: User, prey: Prey): Attack[] => [
	...withMyToken(me, prey),
	...withTheirId(me, prey),
	...withForgedTokens(me, prey),
	...withTheirBelongings(me, prey),
];

/** On the victim's path, as myself. */
function withMyToken(me: User, { owner, task }: Prey): Attack[] {
	const { token } = me;
	const path = { user_id: owner.id, task_id: task.id };
	const disguises = {
		"mine, then theirs": `${me.id}/../${owner.id}`,
		"theirs in capitals": owner.id.toUpperCase(),
		"theirs with a space": `${owner.id} `,
		"theirs with a NUL": `${owner.id}\0`,
	};
	return [
		...onTask.map(({ operation, ...rest }) => ({
			way: `${operation} on their path`,
			send: () => send(operation, { path, token, ...rest }),
			isRight: refusedBy(403),
		})),
		{ way: "listTasks on their path", send: () => send("listTasks", { path, token }), isRight: refusedBy(403) },
		{
			way: "createTask on their path",
			send: () => send("createTask", { path, token, body: { title: "x" } }),
			isRight: refusedBy(403),
		},
		...Object.entries(disguises).map(([how, user_id]) => ({
			way: `listTasks on a path that is ${how}`,
			send: () => send("listTasks", { path: { user_id }, token }),
			isRight: refusedBy(400, 403, 404),
		})),
	];
}

/** On my own path, with the id of their task. */
function withTheirId(me: User, { owner, task, etag }: Prey): Attack[] {
	const request = requestsOf(me);
	const conditions = [{}, { headers: { "If-Match": "*" } }, { headers: { "If-Match": etag } }];
	const spellings = [`${task.id}.0`, `+${task.id}`, `0${task.id}`, `../../${owner.id}/tasks/${task.id}`];
	return [
		...onTask.flatMap(({ operation, ...rest }) =>
			conditions.map((condition) => ({
				way: `${operation} with their id`,
				send: () => request(operation, { task_id: task.id, ...rest, ...condition }),
				// As if it did not exist, and not a word more.
				isRight: ({ status, body }: Answer) =>
					status === 404 && body === '{"data":null,"error":{"message":"Task not found","code":"TASK_NOT_FOUND"}}',
			})),
		),
		...spellings.map((task_id) => ({
			way: "getTask with their id, spelt differently",
			send: () => request("getTask", { task_id }),
			isRight: refusedBy(404),
		})),
	];
}

/** As the victim, without a token of theirs. */
function withForgedTokens(me: User, { owner, task }: Prey): Attack[] {
	const path = { user_id: owner.id, task_id: task.id };
	const tokens = { "no token": undefined, "an empty token": "", ...forgeries(me, owner) };
	return Object.entries(tokens).flatMap(([how, token]) =>
		(["getTask", "listTasks", "deleteTask"] as const).map((operation) => ({
			way: `${operation} with a forged token: ${how}`,
			send: () => send(operation, { path, ...(token !== undefined && { token }) }),
			isRight: refusedBy(401),
		})),
	);
}

/** On my own path, with something else of theirs. */
function withTheirBelongings(me: User, { owner, task, key, cursor }: Prey): Attack[] {
	const request = requestsOf(me);
	const isMine = ({ user_id, id }: Task) => user_id === me.id && id !== task.id;
	return [
		{
			way: "listTasks with their cursor",
			send: () => request("listTasks", { query: { limit: 1, after: cursor } }),
			isRight: refusedBy(400),
		},
		{
			way: "createTask with their idempotency key",
			send: () => request("createTask", { headers: { "Idempotency-Key": key }, body: { title: "mine" } }),
			isRight: ({ status, body }) => status === 201 && isMine(JSON.parse(body).data),
		},
		{
			way: "createTask in their name",
			send: () => request("createTask", { body: { title: "x", user_id: owner.id } }),
			isRight: refusedBy(400),
		},
		{
			way: "listTasks with their id in the query",
			send: () => request("listTasks", { query: { user_id: owner.id, sub: owner.id } }),
			isRight: refusedBy(400),
		},
		{
			way: "listTasks with their id in headers",
			send: () =>
				request("listTasks", {
					headers: { "X-User-Id": owner.id, "X-Forwarded-User": owner.id, "X-Original-URL": `/api/${owner.id}/tasks` },
				}),
			isRight: ({ status, body }) => status === 200 && (JSON.parse(body).data as Task[]).every(isMine),
		},
	];
}
