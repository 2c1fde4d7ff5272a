/**
 * More and more requests per second, until the service cannot take more: where it is saturated, how it turns down
 * what is too much (503, or 429 where it is one user's; Retry-After, nothing else), and that it is itself again
 * afterwards. The summary has each rate on its own. MAX_RATE (8000, per second) is reached in STEPS (8) of
 * STEP_DURATION (10s) each, with at most USERS (1500) requests under way.
 */
import { Counter, Rate } from "k6/metrics";
import type { Options, Scenario } from "k6/options";
import { tasksOf } from "./lib/answers.ts";
import { type Answer, requestsOf, type Send } from "./lib/requests.ts";
import { fill, seedingConnections } from "./lib/seed.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, tagged, withinSlo } from "./lib/thresholds.ts";
import { type User, usersOf } from "./lib/users.ts";

const steps = count("STEPS", 8);
const step = Math.ceil(count("MAX_RATE", 8000) / steps);
const stepDuration = seconds("STEP_DURATION", "10s");
/** Between two steps, in seconds: what is under way may finish. */
const gap = 3;
const calmRate = 50;
const virtualUsers = count("USERS", 1500);

const served = new Rate("served");
const failures = new Counter("failures");

const rates = Array.from({ length: steps }, (_, index) => (index + 1) * step);
const at = (rate: number, index: number): Scenario => ({
	executor: "constant-arrival-rate",
	rate,
	duration: `${stepDuration}s`,
	startTime: `${index * (stepDuration + gap)}s`,
	gracefulStop: `${gap}s`,
	// All made beforehand, since making them takes the machine's time; more than a process lets wait for its database.
	preAllocatedVUs: virtualUsers,
});
const nameOf = (rate: number) => `at_${rate}_per_second`;

export const options: Options = {
	setupTimeout: "10m",
	batchPerHost: seedingConnections,
	scenarios: {
		...Object.fromEntries(rates.map((rate, index) => [nameOf(rate), at(rate, index)])),
		afterwards: at(calmRate, steps),
	},
	thresholds: {
		...allChecks,
		failures: ["count==0"],
		...withinSlo(["listTasks", "getTask", "toggleTaskCompletion"], { tags: { scenario: "afterwards" } }),
		[tagged("served", { scenario: "afterwards" })]: ["rate==1"],
		// Findings, not demands: only what a threshold names is in the summary.
		...Object.fromEntries(
			rates.flatMap((rate) => {
				const scenario = { scenario: nameOf(rate) };
				return [
					[tagged("served", scenario), ["rate>=0"]],
					[tagged("http_reqs", scenario), ["count>=0"]],
					[tagged("dropped_iterations", scenario), ["count>=0"]],
					[tagged("http_req_duration", scenario), ["p(95)>=0"]],
				];
			}),
		),
	},
	summaryTrendStats,
};

interface Owner {
	readonly user: User;
	readonly tasks: readonly number[];
}

/** Twenty users with 200 tasks each. */
export async function setup(): Promise<Owner[]> {
	const owners: Owner[] = [];
	for (const user of usersOf("stress", 20)) {
		await fill(user, 200);
		const list = await requestsOf(user)("listTasks", { query: { limit: 100 } });
		owners.push({ user, tasks: (tasksOf(user, list) ?? []).map(({ id }) => id) });
	}
	return owners;
}

/** What people do most: half of it lists, the rest single tasks. */
const mix: ((send: Send, task: number) => Promise<Answer>)[] = [
	(send) => send("listTasks", {}),
	(send) => send("listTasks", { query: { status: "Pending" } }),
	(send, task) => send("getTask", { task_id: task }),
	(send, task) => send("toggleTaskCompletion", { task_id: task }),
];

export default async function oneRequest(owners: Owner[]) {
	const { user, tasks } = any(owners);
	const answer = await any(mix)(requestsOf(user), any(tasks));
	const { status, headers } = answer;
	served.add(status === 200);
	const shed = (status === 503 || status === 429) && headers["Retry-After"] !== undefined;
	if (status === 200 || shed) return;
	failures.add(1, { status: String(status) });
}

const any = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;
