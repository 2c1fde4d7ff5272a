/**
 * Whatever one user does, do the others notice? USERS (20) are at work while a neighbour floods the service: with
 * bodies that are as dear to refuse as can be, each on a new connection or on kept ones (FLOODERS, 8, at a time), then
 * with ten times everybody's load. Each flood takes DURATION (20s). No request of the others may be refused.
 */
import type { Options, Scenario } from "k6/options";
import { pause, thinkFast } from "./lib/pause.ts";
import { requestsOf, type Send } from "./lib/requests.ts";
import { session, sessionOperations } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, tagged, withinSlo } from "./lib/thresholds.ts";
import { ownUser, userOf } from "./lib/users.ts";

const users = count("USERS", 20);
const flooders = count("FLOODERS", 8);
const duration = seconds("DURATION", "20s");
/** Between two floods, in seconds. */
const gap = 2;

/** The largest body that is read, in bytes. */
const largest = 16_384;
const brackets = "[".repeat(largest / 2) + "]".repeat(largest / 2);
const unknownKeys = `{"title":"t"${Array.from({ length: 1_400 }, (_, index) => `,"x${index}":1`).join("")}}`;

/** Requests with this body, so many on each connection. */
const posts = (body: string, perConnection: number) => async (send: Send) => {
	for (let n = 0; n < perConnection; n++) await send("createTask", { body });
};
const floods: Record<string, { vus: number; send: (send: Send) => Promise<unknown> }> = {
	// Nothing: what the others have when they are alone, for comparison.
	nobody: { vus: 1, send: () => pause(1000) },
	keys_on_new_connections: { vus: flooders, send: posts(unknownKeys, 1) },
	keys_on_kept_connections: { vus: flooders, send: posts(unknownKeys, 100) },
	brackets_on_new_connections: { vus: flooders, send: posts(brackets, 1) },
	brackets_on_kept_connections: { vus: flooders, send: posts(brackets, 100) },
	ten_times_the_load: { vus: 10 * users, send: (send) => send("listTasks", {}).then(thinkFast) },
};
const names = Object.keys(floods);
/** The scenario in which the others work while there is this flood. */
const beside = (flood: string) => `others_beside_${flood}`;

const during = (flood: string, exec: string, vus: number): Scenario => ({
	executor: "constant-vus",
	exec,
	vus,
	duration: `${duration}s`,
	startTime: `${names.indexOf(flood) * (duration + gap)}s`,
	gracefulStop: `${gap}s`,
	env: { FLOOD: flood },
});

export const options: Options = {
	scenarios: Object.fromEntries(
		names.flatMap((flood) => [
			[beside(flood), during(flood, "work", users)],
			[flood, during(flood, "flood", floods[flood]?.vus ?? 0)],
		]),
	),
	thresholds: {
		...allChecks,
		...withinSlo(sessionOperations, { tags: { scenario: beside("ten_times_the_load") } }),
		...Object.fromEntries(
			names.map((flood) => [
				tagged("http_req_duration", { scenario: beside(flood) }),
				flood === "ten_times_the_load" ? ["max<5000"] : ["p(99)<100", "max<5000"],
			]),
		),
	},
	// A connection is kept for an iteration: a flood's requests, or a session.
	noVUConnectionReuse: true,
	summaryTrendStats,
};

/** One of the others: every answer is checked, so that a refusal fails the run. */
export const work = () => session(ownUser("others"), { think: () => pause(Math.random() * 100) });

/** The neighbour, with all their connections. What they are answered is their own business. */
export const flood = () => floods[__ENV.FLOOD ?? ""]?.send(requestsOf(neighbour));

const neighbour = userOf("neighbour", users + 10 * users + flooders + 1);
