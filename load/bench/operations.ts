import { requestBytes } from "./generator.ts";
import type { Stage, User } from "./stage.ts";

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
	const reader = await signed("user-200");
	const ids = await stage.taskIds("user-200", 200);
	const changer = await signed("user-1000");
	const changed = await stage.taskIds("user-1000", 1000);
	const writer = await signed("user-0");
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
	const constant = (
		name: string,
		path: string,
		status: number,
		headers: Record<string, string> = {},
	): Operation => ({
		name,
		service: { requests: [requestBytes("GET", path, headers)], status },
		floor: { requests: [requestBytes("GET", "/", headers)], status: 200 },
		cpu: 2,
	});

	return [
		job("getTask", 1.25, {
			requests: ids.map((id) =>
				requestBytes("GET", `/api/user-200/tasks/${id}`, reader),
			),
			status: 200,
		}),
		job("listTasks, 50 of 200", 1.15, {
			requests: [requestBytes("GET", "/api/user-200/tasks", reader)],
			status: 200,
		}),
		job("createTask", 1.25, {
			requests: [requestBytes("POST", "/api/user-0/tasks", writer, task)],
			status: 201,
		}),
		job("toggleTaskCompletion", 1.25, {
			requests: changed.map((id) =>
				requestBytes("PATCH", `/api/user-1000/tasks/${id}/complete`, {
					...changer,
					"Content-Type": "application/json",
				}),
			),
			status: 200,
		}),
		constant("401, no token", "/api/user-200/tasks", 401),
		constant("404, unknown path", "/nowhere", 404, reader),
		constant("/health/live", "/health/live", 200),
	];
}
