/**
 * The life of a task, over and over without a pause: each answer has what was sent, and nothing is lost.
 * USERS (20), DURATION (1m).
 */
import { check } from "k6";
import type { Options } from "k6/options";
import { dataOf, isRefused, type Task, taskOf, tasksOf } from "./lib/answers.ts";
import { requestsOf } from "./lib/requests.ts";
import { sessionOperations } from "./lib/session.ts";
import { count, seconds } from "./lib/settings.ts";
import { allChecks, summaryTrendStats, withinSlo } from "./lib/thresholds.ts";
import { ownUser } from "./lib/users.ts";

export const options: Options = {
	vus: count("USERS", 20),
	duration: `${seconds("DURATION", "1m")}s`,
	thresholds: { ...allChecks, ...withinSlo(sessionOperations) },
	summaryTrendStats,
};

export default async function lifeOfATask() {
	const user = ownUser("crud");
	const request = requestsOf(user);
	/** Checks that the task is as it should be; gives back the one that is there. */
	const expect = (what: string, task: Task | undefined, wanted: Partial<Task>): Task | undefined => {
		const same = check(task, {
			[what]: (found) =>
				found !== undefined && Object.entries(wanted).every(([name, value]) => found[name as keyof Task] === value),
		});
		return same ? task : undefined;
	};

	const body = { title: `Tâche 📝 ${Math.random()}`, description: "One\nTwo" };
	const headers = { "Idempotency-Key": `crud-${Math.random()}` };
	const creation = await request("createTask", { body, headers });
	const created = expect("a new task is as it was sent, and pending", taskOf(user, "createTask", creation, 201), {
		...body,
		completed: false,
		status: "Pending",
	});
	if (!created) return;
	const { id } = created;
	const at = { task_id: id };
	const again = await request("createTask", { body, headers });
	expect("a repeated creation gives the same task", taskOf(user, "createTask", again, 201), created);

	const seen = await request("getTask", at);
	expect("a task is read as it was made", taskOf(user, "getTask", seen), created);
	const tag = seen.headers.Etag ?? "";
	const known = await request("getTask", { ...at, headers: { "If-None-Match": tag } });
	check(known, { "a known task is not sent again": ({ status }) => status === 304 });

	const patched = await request("updateTask", { ...at, body: { title: "Changed" }, headers: { "If-Match": tag } });
	expect("a change keeps what was not sent", taskOf(user, "updateTask", patched), {
		id,
		title: "Changed",
		description: body.description,
		created_at: created.created_at,
	});
	const late = await request("replaceTask", { ...at, body: { title: "Too late" }, headers: { "If-Match": tag } });
	isRefused("a stale change", late, 412, "PRECONDITION_FAILED");
	const put = await request("replaceTask", { ...at, body: { description: null } });
	expect("a partial PUT loses nothing", taskOf(user, "replaceTask", put), { id, title: "Changed", description: null });

	for (const completed of [true, false]) {
		const toggled = await request("toggleTaskCompletion", at);
		expect("a toggle turns the state round", taskOf(user, "toggleTaskCompletion", toggled), {
			id,
			completed,
			status: completed ? "Completed" : "Pending",
		});
	}
	const query = { sort: "updated_at", status: "Pending", limit: 1 };
	const [newest] = tasksOf(user, await request("listTasks", { query })) ?? [];
	expect("the task that was changed last comes first", newest, { id });

	const deletion = await request("deleteTask", at);
	expect("a deletion gives the task as it last was", dataOf<Task>("deleteTask", deletion, 200), {
		id,
		title: "Changed",
		description: null,
		completed: false,
	});
	isRefused("a deleted task", await request("getTask", at), 404, "TASK_NOT_FOUND");
}
