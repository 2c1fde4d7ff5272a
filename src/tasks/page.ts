import { href, validationError } from "../contract/index.ts";
import type { components, paths } from "../generated/contract.ts";
import { digestOf } from "./digest.ts";

export interface ListQuery {
	readonly status?: components["schemas"]["TaskStatus"];
	readonly sort: "created_at" | "updated_at" | "title";
	readonly order: "asc" | "desc";
	readonly limit: number;
	readonly offset: number;
	readonly after?: string;
}

/** A place in a list: between a task, by its sorted field and its id, and the next one, or the one before. */
export interface Position {
	readonly direction: "next" | "prev";
	readonly value: string;
	readonly id: number;
}

export const invalidCursor = (message = "after must be a cursor from the Link header of the same list") =>
	validationError([{ field: "after", message }]);

/** Throws VALIDATION_ERROR where the query's cursor is not from this user's list of this status, sort and order. */
export function positionOf(userId: string, query: ListQuery): Position | undefined {
	if (query.after === undefined) return undefined;
	if (query.offset > 0) throw invalidCursor("after cannot be combined with offset");
	try {
		const json = Buffer.from(query.after, "base64url").toString("utf8");
		const [direction, value, id] = JSON.parse(json);
		const position = { direction, value, id };
		if (isPosition(position) && cursorOf(userId, query, position) === query.after) return position;
	} catch {}
	throw invalidCursor();
}

const isPosition = (claimed: Record<keyof Position, unknown>): claimed is Position =>
	(claimed.direction === "next" || claimed.direction === "prev") &&
	typeof claimed.value === "string" &&
	Number.isSafeInteger(claimed.id);

/** A position as opaque text. Its digest ties it to its list; it guards no secret: the tasks are the caller's own. */
function cursorOf(userId: string, { status, sort, order }: ListQuery, { direction, value, id }: Position): string {
	const list = JSON.stringify([userId, status ?? null, sort, order]);
	const position = JSON.stringify([direction, value, id]);
	const digest = digestOf(list + position).slice(0, 16);
	const cursor = JSON.stringify([direction, value, id, digest]);
	return Buffer.from(cursor).toString("base64url");
}

type Task = components["schemas"]["Task"];

/** A page's `Link` (RFC 8288). `more`: whether the list goes on in the direction in which the page was read. */
export function linkOf(
	userId: string,
	query: ListQuery,
	position: Position | undefined,
	tasks: readonly Task[],
	more: boolean,
): string {
	const { status, sort, order, limit, offset } = query;
	const path = href("/api/{user_id}/tasks" satisfies keyof paths, { user_id: userId });
	// No value here needs encoding.
	const filter = status ? `status=${status}&` : "";
	const list = `${path}?${filter}sort=${sort}&order=${order}&limit=${limit}`;
	const link = (rel: string, start = "") => `<${list}${start}>; rel="${rel}"`;
	const beside = (direction: Position["direction"], task: Task | undefined) =>
		task ? link(direction, `&after=${cursorOf(userId, query, { direction, value: task[sort], id: task.id })}`) : [];

	const backward = position?.direction === "prev";
	const prev = () => {
		if (offset > 0) return link("prev", `&offset=${Math.max(0, offset - limit)}`);
		return position && (!backward || more) ? beside("prev", tasks[0]) : [];
	};
	const next = backward || more ? beside("next", tasks.at(-1)) : [];
	return [link("first"), prev(), next].flat().join(", ");
}
