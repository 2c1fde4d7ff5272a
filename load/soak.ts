/**
 * People at work for a long time: what is fast at first is fast at the end, and everything is right all along.
 * `bun run load` watches the server's memory meanwhile. USERS (200), DURATION (30m).
 */
import exec from "k6/execution";
import type { Options } from "k6/options";
import { pause, think } from "./lib/pause.ts";
import { session, sessionOperations } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, withinSlo } from "./lib/thresholds.ts";
import { ownUser } from "./lib/users.ts";

const duration = seconds("DURATION", "30m");
const parts = ["first", "second", "last"] as const;

export const options: Options = {
	scenarios: {
		users: { executor: "constant-vus", vus: count("USERS", 200), duration: `${duration}s`, gracefulStop: "40s" },
	},
	thresholds: {
		...allChecks,
		...withinSlo(sessionOperations, { tags: { third: "first" } }),
		...withinSlo(sessionOperations, { tags: { third: "last" } }),
	},
	summaryTrendStats,
};

export default async function personAtWork() {
	if (exec.vu.iterationInScenario === 0) await pause(Math.random() * 3000);
	const elapsed = (Date.now() - exec.scenario.startTime) / 1000;
	const third = Math.min(2, Math.floor((3 * elapsed) / duration));
	exec.vu.metrics.tags.third = parts[third] ?? "last";
	await session(ownUser("soak"), { think });
}
