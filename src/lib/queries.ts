// Generated from openapi/tasks.yaml by `bun run generate`. Never edit this file.
import {
	infiniteQueryOptions,
	queryOptions,
	type InfiniteData,
	type Mutation,
	mutationOptions,
	type Query,
	type QueryClient,
	type QueryKey,
} from "@tanstack/react-query";
import {
	type Api,
	ApiError,
	type Failure,
	type Success,
	type Task,
	type CreateTask,
	type UpdateTask,
	type ToggleTask,
	type TaskStatus,
	type EntityTags,
	type ListTasksSuccess,
	type GetTaskSuccess,
	type GetLivenessSuccess,
	type GetReadinessSuccess,
} from "./api";

/** What an operation answered with, and the entity tag of its version: send it back as `ifMatch` with a change. */
export type Versioned<Data> = Data & { readonly etag: string };

type Arguments = Readonly<Record<string, unknown>>;
type AnySuccess = Success<number, unknown, unknown>;
type AnyFailure = Failure<number, string, object>;
type Answer<Data> = Success<number, Data, { readonly etag: string }>;

/** A list, and each of its items by itself. */
interface Collection {
	readonly path: string;
	readonly item: string;
	/** The argument that names an item, and the property that it is. */
	readonly id: readonly [argument: string, property: string];
	/** The operation that removes an item. */
	readonly removal?: string;
	/** The times that the server notes by itself. */
	readonly stamps: readonly string[];
	/** Properties that another one decides: `{ status: { completed: { true: "Completed", … } } }`. */
	readonly follows: Readonly<Record<string, Follows>>;
}
type Follows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The key of what is at a path: its segments, with the arguments in their places. So a user's lists and items have
 * keys that no other user's have, and begin with the key of the path that they are below.
 */
const keyOf = (path: string, args: Arguments): QueryKey =>
	path
		.split("/")
		.slice(1)
		.map((segment) => {
			const name = /^\{(\w+)\}$/.exec(segment)?.[1];
			return name ? args[name] : segment;
		});

/** The arguments that do not stand in the path. */
const beside = (path: string, args: Arguments): Arguments =>
	Object.fromEntries(Object.entries(args).filter(([name]) => !path.includes(`{${name}}`)));

/** The whole answer of a call that succeeds. Throws an ApiError for one that fails. */
async function succeed<Result extends AnySuccess>(call: Promise<Result | AnyFailure>): Promise<Result> {
	const result = await call;
	if (!result.ok) throw new ApiError(result);
	return result;
}

const dataOf = <Data>({ data }: Success<number, Data, unknown>): Data => data;

const versioned = <Data>({ data, headers }: Answer<Data>): Versioned<Data> => ({ ...data, etag: headers.etag });

const itemsOf = <Item>({ pages }: InfiniteData<Success<number, Item[], unknown>>): Item[] =>
	pages.flatMap(({ data }) => data);

type Item = Readonly<Record<string, unknown>>;
/** What a query of a list or of an item has in the cache: an answer, or pages of them. */
type Cached = { readonly data: Item | readonly Item[] } | InfiniteData<{ readonly data: readonly Item[] }>;
type AnyMutation = Mutation<unknown, Error, unknown>;
interface Condition {
	readonly ifMatch?: string | undefined;
}

/** What is known of an item that is changed. */
interface Edits {
	/** The item as the server has it, while changes of it are under way. */
	base?: Item | undefined;
	/** The version that the server has, where we know it. */
	version?: string | undefined;
	/** The versions that this one was made of by changes of ours alone. */
	readonly older: Set<string>;
	/** By a list: where it had the item that is removed. */
	readonly places: Map<string, readonly [page: number, index: number]>;
}
const edited = new WeakMap<QueryClient, Map<string, Edits>>();

/**
 * Changes an item, or removes it. It shows at once, in the item and in each list that has it, and goes back where
 * it fails. The changes of one item are sent one after another; after the last one the list is fetched again.
 */
function changeOptions<Data, Variables>(
	collection: Collection,
	operation: string,
	args: Arguments,
	send: (given: Variables & Condition) => Promise<Answer<Data> | AnyFailure>,
) {
	const { id, removal, stamps, follows } = collection;
	const list = keyOf(collection.path, args);
	const key = keyOf(collection.item, args);
	const scope = JSON.stringify(key);
	const isIt = (item: Item) => item[id[1]] === args[id[0]];

	const editsOf = (client: QueryClient): Edits => {
		const all = edited.get(client) ?? new Map<string, Edits>();
		edited.set(client, all);
		const edits = all.get(scope) ?? { older: new Set(), places: new Map() };
		all.set(scope, edits);
		return edits;
	};

	/** Shows the item as it will be once these changes are made, and keeps an answer's version of it. */
	const show = (client: QueryClient, changes: readonly AnyMutation[], answer?: Answer<Data>) => {
		const { base, places } = editsOf(client);
		if (!base) return;
		let next: Item | undefined = base;
		for (const { options, state } of changes)
			next =
				next && options.mutationKey?.at(-1) !== removal ? merge(next, bodyOf(state.variables), follows) : undefined;
		for (const query of queriesOf(client, list, key)) {
			const { queryHash, queryKey, state } = query;
			const shown = withItems(state.data, (items, page) => {
				const index = items.findIndex(isIt);
				const place = places.get(queryHash);
				if (index >= 0) {
					if (!next) places.set(queryHash, [page, index]);
					return spliced(items, index, 1, next);
				}
				return place?.[0] === page && next ? spliced(items, place[1], 0, next) : items;
			});
			if (next) places.delete(queryHash);
			if (shown !== state.data)
				client.setQueryData(queryKey, shown, {
					updatedAt: state.dataUpdatedAt,
				});
		}
		if (answer && next) client.setQueryData(key, { ...answer, data: next });
	};

	/** Whether a change made this of the item that we know, and nobody else's change shows in it. */
	const isOurs = ({ base }: Edits, variables: Variables, made: Item): boolean => {
		const expected = base && merge(base, bodyOf(variables), follows);
		const isExpected = (name: string) => stamps.includes(name) || isSame(made[name], expected?.[name]);
		return expected !== undefined && Object.keys(made).every(isExpected);
	};

	return mutationOptions<Versioned<Data>, ApiError, Variables>({
		mutationKey: [...key, operation],
		scope: { id: scope },
		onMutate: async (_, { client }) => {
			await client.cancelQueries({ queryKey: list });
			const edits = editsOf(client);
			const isFirst = !edits.base;
			edits.base ??= queriesOf(client, list, key)
				.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
				.flatMap(({ state }) => itemsIn(state.data))
				.find(isIt);
			const known = client.getQueryData<Answer<Item>>(key);
			if (known && isSame(known.data, edits.base)) follow(edits, known.headers.etag);
			else if (isFirst) follow(edits, undefined);
			show(client, waiting(client, scope));
		},
		// Not in `onSuccess` and `onError`: who spreads these options may put others there.
		mutationFn: async (variables, { client }) => {
			const edits = editsOf(client);
			const given = (variables as Condition | undefined)?.ifMatch;
			const ifMatch = given && edits.older.has(given) ? edits.version : given;
			let answer: Answer<Data> | undefined;
			try {
				answer = await succeed(send({ ...variables, ifMatch }));
				follow(edits, ifMatch ?? (isOurs(edits, variables, answer.data as Item) ? edits.version : undefined));
				if (edits.version) edits.older.add(edits.version);
				edits.version = answer.headers.etag;
				edits.base = operation === removal ? undefined : (answer.data as Item);
				if (!edits.base) client.removeQueries({ queryKey: key });
				return versioned(answer);
			} finally {
				const others = waiting(client, scope).slice(1);
				show(client, others, answer);
				if (others.length === 0) {
					edits.base = undefined;
					edits.places.clear();
				}
				refresh(client, list);
			}
		},
	});
}

/**
 * Creates an item, under an idempotency key that stays the same however often it is sent. The items of one list are
 * created one after another; after the last one the list is fetched again.
 */
function creationOptions<Data, Variables>(
	collection: Collection,
	operation: string,
	args: Arguments,
	send: (given: Variables & { idempotencyKey: string }) => Promise<Answer<Data> | AnyFailure>,
) {
	const list = keyOf(collection.path, args);
	const mutationKey = [...list, operation];
	const scope = JSON.stringify(mutationKey);
	const [name, property] = collection.id;

	return mutationOptions<Versioned<Data>, ApiError, Variables, { idempotencyKey: string }>({
		mutationKey,
		scope: { id: scope },
		onMutate: () => ({ idempotencyKey: randomKey() }),
		mutationFn: async (variables, { client }) => {
			const own = (variables as { idempotencyKey?: string }).idempotencyKey;
			const made = waiting(client, scope)[0]?.state.context as { idempotencyKey: string } | undefined;
			const idempotencyKey = own ?? made?.idempotencyKey ?? randomKey();
			try {
				const answer = await succeed(send({ ...variables, idempotencyKey }));
				const id = (answer.data as Item)[property];
				client.setQueryData(keyOf(collection.item, { ...args, [name]: id }), answer);
				return versioned(answer);
			} finally {
				refresh(client, list);
			}
		},
	});
}

/** Takes note of the version that the server has: of another one than before, somebody else had a part in it. */
function follow(edits: Edits, version: string | undefined): void {
	if (version !== edits.version) edits.older.clear();
	edits.version = version;
}

/** The mutations of a scope that are not done: the first is the one that runs. */
const waiting = (client: QueryClient, scope: string): AnyMutation[] =>
	client.getMutationCache().findAll({
		status: "pending",
		predicate: ({ options }) => options.scope?.id === scope,
	});

/** Fetches a list and its items again, unless a change that is still under way will. */
function refresh(client: QueryClient, list: QueryKey): void {
	if (client.isMutating({ mutationKey: list }) <= 1) void client.invalidateQueries({ queryKey: list });
}

/** The queries of a list, in each of its orders and filters, and of one of its items. */
const queriesOf = (client: QueryClient, list: QueryKey, item: QueryKey) =>
	client.getQueryCache().findAll({
		queryKey: list,
		predicate: ({ queryKey }) =>
			queryKey.length === item.length && (typeof queryKey.at(-1) === "object" || queryKey.at(-1) === item.at(-1)),
	}) as Query<unknown, Error, Cached>[];

const itemsIn = (cached: Cached | undefined): readonly Item[] => {
	if (!cached) return [];
	return "pages" in cached ? cached.pages.flatMap(({ data }) => data) : [cached.data].flat();
};

/**
 * The same with other items on each page, and the very same where `change` gives back what it got. An item by itself
 * is a page of one, which it never leaves.
 */
function withItems(
	cached: Cached | undefined,
	change: (items: readonly Item[], page: number) => readonly Item[],
): Cached | undefined {
	if (!cached) return cached;
	if ("pages" in cached) {
		const pages = cached.pages.map((page, index) => withData(page, change(page.data, index)));
		const isSame = pages.every((page, index) => page === cached.pages[index]);
		return isSame ? cached : { ...cached, pages };
	}
	const { data } = cached;
	return isList(data) ? withData(cached, change(data, 0)) : withData(cached, change([data], 0)[0] ?? data);
}

const withData = <Answer extends { readonly data: unknown }>(answer: Answer, data: Answer["data"]): Answer =>
	data === answer.data ? answer : { ...answer, data };

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isList = (data: Item | readonly Item[]): data is readonly Item[] => Array.isArray(data);

const spliced = (items: readonly Item[], index: number, count: number, item: Item | undefined): readonly Item[] => [
	...items.slice(0, index),
	...(item ? [item] : []),
	...items.slice(index + count),
];

const bodyOf = (variables: unknown): object => (variables as { body?: object } | undefined)?.body ?? {};

/** An item as a body changes it: in the properties that it has, and in those that follow them. */
function merge(item: Item, body: object, follows: Collection["follows"]): Item {
	const merged: Record<string, unknown> = { ...item };
	for (const [name, value] of Object.entries(body)) if (name in item && value !== undefined) merged[name] = value;
	for (const [name, deciding] of Object.entries(follows))
		for (const [other, values] of Object.entries(deciding))
			merged[name] = values[String(merged[other])] ?? merged[name];
	return merged;
}

/** Not `randomUUID`, which only pages from HTTPS or localhost have. */
const randomKey = (): string =>
	Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** List my tasks */
const tasks: Collection = {
  path: "/api/{user_id}/tasks",
  item: "/api/{user_id}/tasks/{task_id}",
  id: ["task_id","id"],
  removal: "deleteTask",
  stamps: ["created_at","updated_at"],
  follows: {"status":{"completed":{"true":"Completed","false":"Pending"}}},
};

/** Each operation's options: `useQuery(queries.getTask.queryOptions({ … }))`. Make them once, beside the client. */
export function createQueries(api: Api) {
  return {
    /** List my tasks */
    listTasks: {
      /** The key of all that is at this path and below, whatever else it was asked for with. */
      queryKey: (args: { user_id: string }): QueryKey => keyOf("/api/{user_id}/tasks", args),
      queryOptions: (args: { user_id: string; status?: TaskStatus | undefined; sort?: "created_at" | "updated_at" | "title" | undefined; order?: "asc" | "desc" | undefined; limit?: number | undefined; offset?: number | undefined; after?: string | undefined; prefer?: string | undefined }) =>
        queryOptions<ListTasksSuccess, ApiError, Task[]>({
          queryKey: [...keyOf("/api/{user_id}/tasks", args), { list: beside("/api/{user_id}/tasks", args) }],
          queryFn: ({ signal }) => succeed(api.listTasks(args, { signal })),
          select: dataOf<Task[]>,
          retry: false,
        }),
      /** Page after page. */
      infiniteQueryOptions: (args: { user_id: string; status?: TaskStatus | undefined; sort?: "created_at" | "updated_at" | "title" | undefined; order?: "asc" | "desc" | undefined; limit?: number | undefined; prefer?: string | undefined }) =>
        infiniteQueryOptions<ListTasksSuccess, ApiError, Task[], QueryKey, string | undefined>({
          queryKey: [...keyOf("/api/{user_id}/tasks", args), { infinite: beside("/api/{user_id}/tasks", args) }],
          queryFn: ({ pageParam, signal }) => succeed(api.listTasks({ ...args, after: pageParam }, { signal })),
          initialPageParam: undefined,
          getNextPageParam: ({ next }) => next,
          select: itemsOf<Task>,
          retry: false,
        }),
    },
    /** Create a task */
    createTask: {
      mutationOptions: (args: { user_id: string }) =>
        creationOptions<Task, { idempotencyKey?: string | undefined; body: CreateTask }>(tasks, "createTask", args, (given) => api.createTask({ ...args, ...given })),
    },
    /** Get one of my tasks */
    getTask: {
      queryOptions: (args: { user_id: string; task_id: number }) =>
        queryOptions<GetTaskSuccess, ApiError, Versioned<Task>>({
          queryKey: keyOf("/api/{user_id}/tasks/{task_id}", args),
          queryFn: ({ signal }) => succeed(api.getTask(args, { signal })),
          select: versioned<Task>,
          retry: false,
        }),
    },
    /** Update one of my tasks */
    replaceTask: {
      mutationOptions: (args: { user_id: string; task_id: number }) =>
        changeOptions<Task, { ifMatch?: EntityTags | undefined; body: UpdateTask }>(tasks, "replaceTask", args, (given) => api.replaceTask({ ...args, ...given })),
    },
    /** Delete one of my tasks */
    deleteTask: {
      mutationOptions: (args: { user_id: string; task_id: number }) =>
        changeOptions<Task, { ifMatch?: EntityTags | undefined } | undefined>(tasks, "deleteTask", args, (given) => api.deleteTask({ ...args, ...given })),
    },
    /** Update some properties of one of my tasks */
    updateTask: {
      mutationOptions: (args: { user_id: string; task_id: number }) =>
        changeOptions<Task, { ifMatch?: EntityTags | undefined; body: UpdateTask }>(tasks, "updateTask", args, (given) => api.updateTask({ ...args, ...given })),
    },
    /** Toggle the completion of one of my tasks */
    toggleTaskCompletion: {
      mutationOptions: (args: { user_id: string; task_id: number }) =>
        changeOptions<Task, { ifMatch?: EntityTags | undefined; body?: ToggleTask | undefined } | undefined>(tasks, "toggleTaskCompletion", args, (given) => api.toggleTaskCompletion({ ...args, ...given })),
    },
    /** Is the process alive? */
    getLiveness: {
      queryOptions: () =>
        queryOptions<GetLivenessSuccess, ApiError, { status: "ok" }>({
          queryKey: keyOf("/health/live", {}),
          queryFn: ({ signal }) => succeed(api.getLiveness({ signal })),
          select: dataOf<{ status: "ok" }>,
          retry: false,
        }),
    },
    /** Can the process do its work? */
    getReadiness: {
      queryOptions: () =>
        queryOptions<GetReadinessSuccess, ApiError, { status: "ok" }>({
          queryKey: keyOf("/health/ready", {}),
          queryFn: ({ signal }) => succeed(api.getReadiness({ signal })),
          select: dataOf<{ status: "ok" }>,
          retry: false,
        }),
    },
  };
}
