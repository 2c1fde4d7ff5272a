import type { Issue } from "../../contract/index.ts";

/** Others' names for whether a task is done: true or false or, as SQLite has them, 1 or 0. */
const flags = ["completed", "is_completed", "isCompleted", "done", "is_done", "isDone"];
/** Others' words for a status, without case, white space, hyphens and underscores. */
const done = ["completed", "complete", "done", "finished", "closed"];
const open = ["pending", "todo", "open", "active", "incomplete", "inprogress", "notstarted"];

export const completionNames: readonly string[] = [...flags, "status"];

/** Whether another's row is done, undefined where it does not say. What is unreadable or contradictory is an issue. */
export function readCompletion(row: Readonly<Record<string, unknown>>): {
	readonly completed: boolean | undefined;
	readonly issues: readonly Issue[];
} {
	const issues: Issue[] = [];
	const said = new Map<string, boolean>();
	for (const field of completionNames) {
		const value = row[field];
		// A status is often left null; a flag that is there must say something.
		if (value === undefined || (field === "status" && value === null)) continue;
		const completed = field === "status" ? ofStatus(value) : ofFlag(value);
		if (completed !== undefined) said.set(field, completed);
		else issues.push({ field, message: expected(field) });
	}
	if (new Set(said.values()).size > 1)
		issues.push({
			field: [...said.keys()].at(-1) as string,
			message: `${[...said.keys()].join(" and ")} contradict each other`,
		});
	return { completed: said.values().next().value, issues };
}

function ofFlag(value: unknown): boolean | undefined {
	if (value === true || value === 1) return true;
	return value === false || value === 0 ? false : undefined;
}

function ofStatus(value: unknown): boolean | undefined {
	const status = String(value)
		.toLowerCase()
		.replaceAll(/[\s_-]/g, "");
	if (done.includes(status)) return true;
	return open.includes(status) ? false : undefined;
}

const expected = (field: string): string =>
	field === "status"
		? "Status must say whether the task is done, like Pending, todo or in progress, Completed or done"
		: "Completed must be true or false";
