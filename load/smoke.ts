/** A short look: every operation works, in time, and refuses those who may not. USERS (5), DURATION (10s). */
import type { Options } from "k6/options";
import { dataOf, isRefused } from "./lib/answers.ts";
import { operations } from "./lib/operations.generated.ts";
import { pause } from "./lib/pause.ts";
import { type OperationId, requestsOf, send } from "./lib/requests.ts";
import { session } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, withinSlo } from "./lib/thresholds.ts";
import { ownUser } from "./lib/users.ts";

export const options: Options = {
	vus: count("USERS", 5),
	duration: `${seconds("DURATION", "10s")}s`,
	thresholds: { ...allChecks, ...withinSlo(Object.keys(operations) as OperationId[]) },
	summaryTrendStats,
};

export default async function everythingOnce() {
	const user = ownUser("smoke");
	await session(user, { think: () => pause(20) });

	const { id: user_id } = user;
	const anonymous = await send("listTasks", { path: { user_id } });
	isRefused("without a token", anonymous, 401, "MISSING_TOKEN");
	const stranger = await send("listTasks", { path: { user_id: `not-${user_id}` }, token: user.token });
	isRefused("another's list", stranger, 403, "FORBIDDEN");
	const absent = await requestsOf(user)("getTask", { task_id: 999_999_999 });
	isRefused("no such task", absent, 404, "TASK_NOT_FOUND");

	for (const operation of ["getLiveness", "getReadiness"] as const)
		dataOf(operation, await send(operation, { path: {} }), 200);
}
