/** What no task has here: left out of what is sent, or the answer would be a 400 that names it. */
const absent = [...["id", "user_id", "status", "created_at", "updated_at"], ...["priority", "tags", "due_date"]];

/** What a list of tasks was; some backends gave `{ tasks, total: tasks.length }`. */
const listOf = (tasks: readonly object[]): unknown => tasks;

/**
 * In place of `fetch`, for a frontend that was written for a FastAPI backend with this API's paths. Copy this file, and
 * change it where your backend did otherwise.
 */
export async function fastapiFetch(input: string, init: RequestInit = {}): Promise<Response> {
	const { body } = init;
	const sent = typeof body === "string" && body !== "";
	const request = sent ? { ...init, body: translateBody(body, init.method === "POST") } : init;
	const tasks: object[] = [];
	let url: URL | undefined = translateUrl(input);
	while (url) {
		const response: Response = await fetch(url, request);
		if (response.status === 204) return response;
		const { data, error } = await response.json();
		const { status } = response;
		if (error) return Response.json({ detail: error.message }, { status });
		if (!Array.isArray(data)) return Response.json(translateTask(data), { status });
		tasks.push(...data.map(translateTask));
		// Those backends gave all tasks at once. Here they come in pages.
		const next = /<([^>]*)>; rel="next"/.exec(response.headers.get("link") ?? "");
		url = next?.[1] && !/[?&]limit=/.test(input) ? new URL(next[1], url) : undefined;
	}
	return Response.json(listOf(tasks));
}

/** `completed=true`, `status=pending` and `skip=20` in the contract's words; others must be its own. */
function translateUrl(input: string): URL {
	const url = new URL(input);
	const query = url.searchParams;
	const completed = query.get("completed") ?? query.get("is_completed");
	const wanted = { true: "completed", false: "pending" }[completed ?? ""];
	const status = (wanted ?? query.get("status") ?? "all").toLowerCase();
	const skip = query.get("skip");
	for (const name of ["completed", "is_completed", "status", "skip"]) query.delete(name);
	if (skip !== null) query.set("offset", skip);
	if (status !== "all") query.set("status", `${status.charAt(0).toUpperCase()}${status.slice(1)}`);
	return url;
}

function translateBody(body: string, isNew: boolean): string {
	const { is_completed, ...sent } = JSON.parse(body);
	const task = { ...sent, completed: sent.completed ?? is_completed };
	for (const name of absent) delete task[name];
	// A new task is not done, whether or not that is said.
	if (task.completed === false && isNew) delete task.completed;
	return JSON.stringify(task);
}

const translateTask = <T extends { completed?: boolean }>(task: T) => ({
	...task,
	is_completed: task.completed,
});
