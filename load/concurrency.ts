/**
 * A thousand people at work at the same time, against ten: nobody waits noticeably longer for it. What that means is in
 * `load/run/growth.ts`, which compares the two by the service's own times.
 * USERS (1000), BASELINE_USERS (10), DURATION (3m), BASELINE_DURATION (2m), RAMP_UP (30s), DEGRADATION (10, in %).
 */
import exec from "k6/execution";
import type { Options } from "k6/options";
import { pause, think } from "./lib/pause.ts";
import { many, measureFew, phaseThresholds } from "./lib/phases.ts";
import { session } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats } from "./lib/thresholds.ts";
import { ownUser, usersOf } from "./lib/users.ts";

const users = count("USERS", 1000);
const baselineUsers = count("BASELINE_USERS", 10);
const duration = seconds("DURATION", "3m");
const baselineDuration = seconds("BASELINE_DURATION", "2m");
const rampUp = seconds("RAMP_UP", "30s");
const warmUp = 15;

export const options: Options = {
	setupTimeout: `${warmUp + baselineDuration + 60}s`,
	// The users of the baseline share one virtual user: each keeps a connection of their own.
	batchPerHost: baselineUsers,
	scenarios: {
		users: {
			executor: "ramping-vus",
			stages: [
				{ target: users, duration: `${rampUp}s` },
				{ target: users, duration: `${duration}s` },
			],
			// A session lasts about 20 s.
			gracefulStop: "40s",
		},
	},
	thresholds: { ...allChecks, ...phaseThresholds },
	summaryTrendStats,
};

export const setup = (): Promise<void> =>
	measureFew(usersOf("concurrency", baselineUsers), { warmUp, measured: baselineDuration });

export default async function personAtWork() {
	if (exec.vu.iterationInScenario === 0) await pause(Math.random() * 3000);
	// Only while everybody is there.
	const begin = exec.scenario.startTime + rampUp * 1000;
	const observe = many.measure(begin, begin + duration * 1000);
	await session(ownUser("concurrency"), { think, observe });
}
