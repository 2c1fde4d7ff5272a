/**
 * Every filter, sort, order and depth of the list, for users with 10, 1,000 and 10,000 tasks: each page is right,
 * and none is slow. USERS (10) look at them at once, for DURATION (1m).
 */
import { check } from "k6";
import exec from "k6/execution";
import type { Options } from "k6/options";
import { type Task, tasksOf } from "./lib/answers.ts";
import { nextCursor } from "./lib/cursor.ts";
import { requestsOf } from "./lib/requests.ts";
import { fill, seedingConnections } from "./lib/seed.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, withinSlo } from "./lib/thresholds.ts";
import { userOf } from "./lib/users.ts";

const sizes = [10, 1_000, 10_000];
const depths = ["first", "after", "offset"] as const;
const lists = ([undefined, "Pending", "Completed"] as const).flatMap((status) =>
	(["created_at", "updated_at", "title"] as const).flatMap((sort) =>
		(["asc", "desc"] as const).map((order) => ({
			// Left out, not undefined: what `setup` returns travels as JSON, and undefined would arrive as null.
			...(status && { status }),
			sort,
			order,
		})),
	),
);
const limit = 50;
/** How many of each ten tasks a list has: every tenth is completed. */
const share = { Pending: 0.9, Completed: 0.1 };

/** One page to look at, and how many tasks there must be on it. */
interface View {
	readonly owner: number;
	readonly size: number;
	readonly depth: (typeof depths)[number];
	readonly list: (typeof lists)[number];
	readonly query: Readonly<Record<string, string | number>>;
	readonly expected: number;
}

export const options: Options = {
	// Seeding a service that is far away takes its time.
	setupTimeout: "30m",
	batchPerHost: seedingConnections,
	vus: count("USERS", 10),
	duration: `${seconds("DURATION", "1m")}s`,
	thresholds: {
		...allChecks,
		...Object.assign(
			{},
			...sizes.flatMap((size) =>
				depths.map((depth) => withinSlo(["listTasks"], { tags: { tasks: String(size), depth } })),
			),
		),
	},
	summaryTrendStats,
};

const owner = (number: number) => userOf("lists", number);

/** Fills the lists, and finds the way to the middle of each. */
export async function setup(): Promise<View[]> {
	const views: View[] = [];
	for (const [index, size] of sizes.entries()) {
		await fill(owner(index + 1), size);
		for (const list of lists) {
			const total = size * (list.status ? share[list.status] : 1);
			const middle = Math.floor(total / 2);
			const rest = total - middle;
			const page = { owner: index + 1, size, list };
			views.push({ ...page, depth: "first", query: { limit }, expected: Math.min(limit, total) });
			views.push({ ...page, depth: "offset", query: { limit, offset: middle }, expected: Math.min(limit, rest) });
			// The page behind one task in the middle.
			const before = await requestsOf(owner(index + 1))("listTasks", {
				query: { ...list, limit: 1, offset: middle },
				tags: { operation: "seed" },
			});
			const after = nextCursor(before);
			if (after) views.push({ ...page, depth: "after", query: { limit, after }, expected: Math.min(limit, rest - 1) });
		}
	}
	return views;
}

export default async function lookAtAPage(views: View[]) {
	const view = views[exec.scenario.iterationInTest % views.length] as View;
	const { list, query, size, depth } = view;
	const user = owner(view.owner);
	const answer = await requestsOf(user)("listTasks", {
		query: { ...list, ...query },
		tags: { tasks: String(size), depth },
	});
	const tasks = tasksOf(user, answer) ?? [];
	check(tasks, {
		"the page is full": () => tasks.length === view.expected,
		"the filter holds": () => tasks.every(({ status }) => list.status === undefined || status === list.status),
		"the order holds": () =>
			tasks.every((task, index) => {
				const previous = tasks[index - 1];
				return !previous || isBefore(previous, task, list);
			}),
	});
}

/** Whether the list has the two tasks in this order; of equal ones, the id decides. */
function isBefore(one: Task, other: Task, { sort, order }: (typeof lists)[number]): boolean {
	const [first, second] = order === "asc" ? [one, other] : [other, one];
	// Without its Z, an instant sorts as text, however many digits its fraction has.
	const [a = "", b = ""] = [first, second].map((task) => task[sort].replace(/Z$/, ""));
	return a === b ? first.id < second.id : a < b;
}
