/**
 * Under full load, users try each other's tasks by every way there is. One single leak ends the run, and one
 * changed task fails it. USERS (100) at work, ATTACKERS (10) in between, for DURATION (1m).
 */
import { check } from "k6";
import exec from "k6/execution";
import { Counter } from "k6/metrics";
import type { Options } from "k6/options";
import { attacksOn } from "./lib/attacks.ts";
import { pause } from "./lib/pause.ts";
import { isUntouched, preyOf } from "./lib/prey.ts";
import { session, sessionOperations } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, orEnd, summaryTrendStats, withinSlo } from "./lib/thresholds.ts";
import { ownUser, userOf } from "./lib/users.ts";

const users = count("USERS", 100);
const attackers = count("ATTACKERS", 10);
const duration = `${seconds("DURATION", "1m")}s`;
const everybody = users + attackers;

const attempts = new Counter("attempts");
const leaks = new Counter("leaks");

export const options: Options = {
	scenarios: {
		users: { executor: "constant-vus", vus: users, duration, exec: "work" },
		attackers: { executor: "constant-vus", vus: attackers, duration, exec: "attack" },
	},
	thresholds: {
		...allChecks,
		...withinSlo(sessionOperations, { tags: { scenario: "users" } }),
		attempts: ["count>0"],
		leaks: [orEnd("count==0", "0s")],
	},
	summaryTrendStats,
};

export const work = () => session(ownUser("isolation"), { think: () => pause(Math.random() * 100) });

/** Goes by every way at somebody else's task, who then looks whether it is as it was. */
export async function attack() {
	const own = exec.vu.idInTest;
	const others = 1 + (exec.vu.iterationInScenario % (everybody - 1));
	const victim = userOf("isolation", ((own - 1 + others) % everybody) + 1);
	const prey = await preyOf(victim);
	if (!prey) return;
	for (const { way, send, isRight } of attacksOn(ownUser("isolation"), prey)) {
		const answer = await send();
		attempts.add(1);
		const told = prey.secrets.some((secret) => answer.body?.includes(secret));
		const right = check(answer, { [way]: isRight });
		// A wrong refusal only fails its check; what was not refused is a leak.
		const refused = answer.status === 0 || answer.status >= 400;
		if (told || (!right && !refused)) leaks.add(1, { way });
	}
	await isUntouched(prey);
}
