/** What an answer must be. Each function checks it, and gives back what the answer carries if it is. */
import { check } from "k6";
import type { components } from "../../src/generated/contract.ts";
import type { Answer, OperationId } from "./requests.ts";
import type { User } from "./users.ts";

type Schemas = components["schemas"];
export type Task = Schemas["Task"];

/** The task of an answer, which must be the user's. */
export function taskOf({ id }: User, operation: OperationId, answer: Answer, status = 200): Task | undefined {
	const task = dataOf<Task>(operation, answer, status);
	const mine = check(task, { [`${operation}: a task of mine`]: (found) => found?.user_id === id });
	return mine ? task : undefined;
}

/** The tasks of a list, which must all be the user's. */
export function tasksOf({ id }: User, answer: Answer): Task[] | undefined {
	const tasks = dataOf<Task[]>("listTasks", answer, 200);
	const mine = check(tasks, {
		"listTasks: tasks of mine": (found) => Array.isArray(found) && found.every(({ user_id }) => user_id === id),
	});
	return mine ? tasks : undefined;
}

/** The data of a success. */
export function dataOf<Data>(operation: OperationId, answer: Answer, status: number): Data | undefined {
	const body = bodyOf(answer);
	const good = check(answer, {
		[`${operation}: ${status}`]: () => answer.status === status,
		[`${operation}: data in the envelope`]: () => isEnvelope(body) && body.data !== null && body.error === null,
	});
	return good ? (body?.data as Data) : undefined;
}

/** Whether the request was refused with this status and code. */
export function isRefused(what: string, answer: Answer, status: number, code: Schemas["ErrorCode"]): boolean {
	const body = bodyOf(answer);
	return check(answer, {
		[`${what}: ${status} ${code}`]: () =>
			answer.status === status &&
			isEnvelope(body) &&
			body.data === null &&
			(body.error as { code?: unknown } | null)?.code === code,
	});
}

interface Envelope {
	readonly data: unknown;
	readonly error: unknown;
}

const isEnvelope = (body: Partial<Envelope> | undefined): body is Envelope =>
	body !== undefined && Object.keys(body).toSorted().join() === "data,error";

function bodyOf({ body }: Answer): Partial<Envelope> | undefined {
	try {
		const parsed: unknown = JSON.parse(body);
		return typeof parsed === "object" && parsed !== null ? parsed : undefined;
	} catch {
		return undefined;
	}
}
