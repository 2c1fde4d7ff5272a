import { requestBytes } from "./generator.ts";
import { crowd, type Stage, type User } from "./stage.ts";

/** What is asked of the service and of the floor, and what the service may cost as a multiple of the floor. */
export interface Operation {
	readonly name: string;
	readonly service: Asked;
	readonly floor: Asked;
	/** The most server CPU time per request. */
	readonly cpu: number;
	/** The least requests per second, where that is promised. */
	readonly rate?: number;
}

/** Requests that take turns, and the status that each is answered with. */
export interface Asked {
	readonly requests: readonly Buffer[];
	readonly status: number;
}

/** The operations that are measured. Tasks take turns, so that hardly two requests wait for the same row. */
export async function operations(stage: Stage): Promise<Operation[]> {
	const signed = async (user: User) => ({
		Authorization: `Bearer ${await stage.token(user)}`,
	});
	/** What each of a crowd sends: first everybody's first request, then everybody's second. */
	const each = async (
		tasks: number,
		requestsOf: (path: string, headers: Record<string, string>, ids: readonly number[]) => Buffer[],
	) => {
		const theirs = await Promise.all(
			crowd(tasks).map(async (user) =>
				requestsOf(`/api/${user}/tasks`, await signed(user), await stage.taskIds(user, tasks)),
			),
		);
		return (theirs[0] ?? []).flatMap((_, index) => theirs.flatMap((requests) => requests[index] ?? []));
	};
	const task = JSON.stringify({ title: "Buy milk", description: "Two litres" });

	/** The same work on both sides. */
	const job = (name: string, cpu: number, asked: Asked): Operation => ({
		name,
		service: asked,
		floor: asked,
		cpu,
		rate: 0.85,
	});
	/** An answer that takes no work, against one that never changes. */
	const constant = (name: string, path: string, status: number, headers: Record<string, string> = {}): Operation => ({
		name,
		service: { requests: [requestBytes("GET", path, headers)], status },
		floor: { requests: [requestBytes("GET", "/", headers)], status: 200 },
		cpu: 2,
	});

	return [
		job("getTask", 1.25, {
			requests: await each(200, (path, headers, ids) => ids.map((id) => requestBytes("GET", `${path}/${id}`, headers))),
			status: 200,
		}),
		job("listTasks, 50 of 200", 1.15, {
			requests: await each(200, (path, headers) => [requestBytes("GET", path, headers)]),
			status: 200,
		}),
		job("createTask", 1.25, {
			requests: await each(0, (path, headers) => [requestBytes("POST", path, headers, task)]),
			status: 201,
		}),
		job("toggleTaskCompletion", 1.25, {
			requests: await each(1000, (path, headers, ids) =>
				ids.map((id) =>
					requestBytes("PATCH", `${path}/${id}/complete`, {
						...headers,
						"Content-Type": "application/json",
					}),
				),
			),
			status: 200,
		}),
		constant("401, no token", "/api/user-200/tasks", 401),
		constant("404, unknown path", "/nowhere", 404, await signed("user-200")),
		constant("/health/live", "/health/live", 200),
	];
}
