/**
 * What the compiler promises about handlers: each `@ts-expect-error` is a mistake that must not compile, and
 * `tsc`, which the test command runs, fails where one does.
 */
import { expect, test } from "bun:test";
import { type Document, type Handlers, type MountOptions, mount } from "../../src/contract/index.ts";
import type { components, Contract as Tasks } from "../../src/generated/contract.ts";
import type { Contract as Library } from "./library.generated.ts";

type Task = components["schemas"]["Task"];
declare const task: Task;
declare const row: Task & { password: string };
declare const handlers: Handlers<Tasks>;
const etag = { ETag: '"1"' };

/** Never runs: it is here to be compiled. */
export function mistakes(document: Document, options: Omit<MountOptions<Tasks>, "handlers">) {
	// 1. Every operation has a handler, and no other handler exists.
	const { getTask, ...rest } = handlers;
	// @ts-expect-error: getTask has no handler
	mount<Tasks>(document, { ...options, handlers: rest });
	// @ts-expect-error: no operation is called getTusk
	const unknown = { getTusk: getTask } satisfies Partial<Handlers<Tasks>>;
	const { getTask: getTusk } = handlers;
	// @ts-expect-error: nor is it when mounted with the others
	mount<Tasks>(document, { ...options, handlers: { ...handlers, getTusk } });

	// 2. A handler sees exactly its documented inputs, validated and coerced.
	const inputs = {
		getTask({ path, identity, ...input }) {
			const id: number = path.task_id;
			const caller: string = identity.subject;
			// @ts-expect-error: getTask documents no body
			input.body;
			// @ts-expect-error: nor a query
			input.query;
			// @ts-expect-error: nor another path parameter
			path.list_id;
			const data = { ...task, id, user_id: caller };
			return input.reply(200, { data, error: null }, etag);
		},
		listTasks({ query, reply }) {
			const limit: number = query.limit;
			const sort: "created_at" | "updated_at" | "title" = query.sort;
			// @ts-expect-error: the status may be missing
			const status: string = query.status;
			const data = limit && sort && status ? [task] : [];
			return reply(200, { data, error: null }, { Link: "" });
		},
		createTask({ body, fail }) {
			const description: string | null | undefined = body.description;
			// @ts-expect-error: a new task has no state
			body.completed;
			return fail(description ? "UNKNOWN_USER" : "VALIDATION_ERROR");
		},
		toggleTaskCompletion({ body, fail }) {
			// @ts-expect-error: the body may be missing
			body.completed;
			return fail("TASK_NOT_FOUND");
		},
		getLiveness({ reply, ...input }) {
			// @ts-expect-error: a public operation has no caller
			input.identity;
			return reply(200, { data: { status: "ok" }, error: null });
		},
	} satisfies Partial<Handlers<Tasks>>;

	// 3. Only a documented answer can be returned.
	const answers = {
		getTask({ reply, fail }) {
			// @ts-expect-error: 201 is not documented
			reply(201, { data: task, error: null }, etag);
			// @ts-expect-error: an error status is not for reply
			reply(404, { data: null, error: null }, etag);
			// @ts-expect-error: the envelope is not complete
			reply(200, { data: task }, etag);
			// @ts-expect-error: the task is not complete
			reply(200, { data: { id: 1, title: "t" }, error: null }, etag);
			// @ts-expect-error: the row has a column that the contract does not know
			reply(200, { data: row, error: null }, etag);
			// @ts-expect-error: the envelope has a key that the contract does not know
			reply(200, { data: task, error: null, meta: {} }, etag);
			// @ts-expect-error: a 304 has no body
			reply(304, { data: task, error: null }, etag);
			// @ts-expect-error: the documented ETag is missing
			reply(200, { data: task, error: null });
			// @ts-expect-error: getTask does not document this code
			fail("MALFORMED_JSON");
			return reply(200, { data: task, error: null }, etag);
		},
		// @ts-expect-error: an object that only looks like an answer is none
		deleteTask: () => ({ status: 200, body: { data: task, error: null }, headers: {}, problem: undefined }),
		// @ts-expect-error: nor is nothing
		updateTask: () => undefined,
		// @ts-expect-error: nor is another operation's answer
		replaceTask: ({ fail }) => handlers.getTask({ fail } as never),
		listTasks({ reply }) {
			const link = { Link: "" };
			// @ts-expect-error: a row in the list has a column that the contract does not know
			reply(200, { data: [row], error: null }, link);
			const rows = [task, row] as (typeof row)[];
			// @ts-expect-error: also where the rows come as a plain array
			reply(200, { data: rows, error: null }, link);
			return reply(200, { data: [task], error: null }, link);
		},
		createTask({ reply }) {
			// @ts-expect-error: the documented Location is missing
			reply(201, { data: task, error: null }, etag);
			const headers = { ...etag, "X-Count": "1" };
			// @ts-expect-error: another header is not it
			reply(201, { data: task, error: null }, headers);
			const documented = { ...etag, Location: "/" };
			reply(
				201,
				{ data: task, error: null },
				// @ts-expect-error: a header that is always the same is the engine's to send
				{ ...documented, "Cache-Control": "no-store" },
			);
			return reply(201, { data: task, error: null }, documented);
		},
	} satisfies Partial<Handlers<Tasks>>;

	const library = {
		addBook({ body, path, reply, ...input }) {
			const shelf: "fiction" | "science" = path.shelf;
			const pages: number | null = body.pages;
			const authors = [{ name: shelf, role: "writer" as const, born: pages }];
			// @ts-expect-error: addBook has no query
			input.query;
			// @ts-expect-error: 204 has no body
			reply(204, {});
			// @ts-expect-error: an author, deep in the answer, has a property that the contract does not know
			reply(201, { books: [{ ...body, authors }] });
			return reply(204);
		},
	} satisfies Partial<Handlers<Library>>;

	return { unknown, inputs, answers, library };
}

test("the mistakes above do not compile", () => {
	expect(mistakes).toBeFunction();
});
