import { requestsOf } from "./requests.ts";
import type { User } from "./users.ts";

/** How many requests are under way at once. Scripts that seed have it as `batchPerHost`, for as many connections. */
export const seedingConnections = 16;

/**
 * Sees to it that the user has this many tasks, every tenth of them completed, through the API itself: a service
 * that has them from an earlier run gets none. For `setup`. Throws where it cannot, or the user has more.
 */
export async function fill(user: User, wanted: number): Promise<void> {
	const request = requestsOf(user);
	const tags = { operation: "seed" };
	const found = await request("listTasks", { query: { limit: 1 }, headers: { Prefer: "count=exact" }, tags });
	const there = Number(found.headers["X-Total-Count"] ?? Number.NaN);
	if (!(there <= wanted))
		throw new Error(`${user.id} should have ${wanted} tasks and has ${there}: use a user without tasks`);

	let next = there;
	const work = async () => {
		while (next < wanted) {
			const number = next++;
			const created = await request("createTask", {
				body: {
					// In an order of their own, so that no two sort orders are alike.
					title: `Errand ${String((number * 7919) % 10007).padStart(5, "0")}`,
					description: number % 3 === 0 ? "Before noon. ".repeat(8) : null,
				},
				tags,
			});
			if (created.status !== 201) throw new Error(`seeding: ${created.status} ${created.body}`);
			if (number % 10 !== 0) continue;
			await request("toggleTaskCompletion", {
				task_id: created.json("data.id") as number,
				body: { completed: true },
				tags,
			});
		}
	};
	await Promise.all(Array.from({ length: seedingConnections }, work));
}
