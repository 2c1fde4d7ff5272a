/**
 * A thousand people at work at the same time, against ten: nobody waits more than a tenth longer for it.
 * USERS (1000), BASELINE_USERS (10), DURATION (3m), BASELINE_DURATION (2m), RAMP_UP (30s), DEGRADATION (10, in %).
 */
import exec from "k6/execution";
import type { Options } from "k6/options";
import {
	type Bounds,
	compareWith,
	degradationThresholds,
	measureBounds,
} from "./lib/degradation.ts";
import { pause, think } from "./lib/pause.ts";
import { session } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats } from "./lib/thresholds.ts";
import { ownUser, usersOf } from "./lib/users.ts";

const users = count("USERS", 1000);
const baselineUsers = count("BASELINE_USERS", 10);
const duration = seconds("DURATION", "3m");
const baselineDuration = seconds("BASELINE_DURATION", "2m");
const rampUp = seconds("RAMP_UP", "30s");
const degradation = count("DEGRADATION", 10) / 100;
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
	thresholds: { ...allChecks, ...degradationThresholds },
	summaryTrendStats,
};

export const setup = (): Promise<Bounds> =>
	measureBounds(usersOf("concurrency", baselineUsers), {
		warmUp,
		measured: baselineDuration,
		degradation,
	});

export default async function personAtWork(bounds: Bounds) {
	if (exec.vu.iterationInScenario === 0) await pause(Math.random() * 3000);
	const compare = compareWith(bounds);
	const begin = exec.scenario.startTime + rampUp * 1000;
	const end = begin + duration * 1000;
	await session(ownUser("concurrency"), {
		think,
		// Only while everybody is there.
		observe: (operation, milliseconds) => {
			const now = Date.now();
			if (now > begin && now < end) compare(operation, milliseconds);
		},
	});
}
