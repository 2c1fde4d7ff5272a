// Generated from openapi/tasks.yaml by `bun run generate`. Never edit this file.
export interface ApiOptions {
	/** Where the API is, like `https://api.example.org`. */
	readonly baseUrl: string;
	/** Gives the caller's JWT, for each request anew; may fetch it. Without one, only public calls succeed. */
	readonly token?: () => Token | Promise<Token>;
	/**
	 * Called when a token is not accepted (401), or is somebody else's (403), once for all calls that wait for it.
	 * Whoever keeps the token gets a new one here, or forgets it; then each call is repeated, once.
	 */
	readonly onUnauthorized?: () => unknown;
	/**
	 * How often a call is repeated: any call that was turned down before it was begun (429), and a safe one (a `GET`, a
	 * `PUT` without `ifMatch`, anything with an idempotency key) where there is no answer, or a 502, 503 or 504. 6 unless
	 * given, which takes some 12 to 16 seconds: long enough for a restart. An answer's `Retry-After` is honoured up to
	 * 10 seconds; a longer one is left to you.
	 */
	readonly retries?: number;
	/** The `fetch` to send requests with; the global one unless given. */
	readonly fetch?: (input: string, init: RequestInit) => Promise<Response>;
}
type Token = string | null | undefined;

export interface CallOptions {
	/** Aborts the call: its promise rejects with the signal's reason. */
	readonly signal?: AbortSignal;
}

/** What is wrong with a request, where the code is `VALIDATION_ERROR`. */
export interface Issue {
	readonly field: string;
	readonly message: string;
}

/**
 * The outcome of a call: `data` where `ok`, else `error`. The documented headers are there with their names in
 * camel case, `ETag` as `etag`.
 */
export type Success<Status, Data, Headers> = {
	readonly ok: true;
	readonly status: Status;
	readonly data: Data;
	readonly headers: Headers;
};
export type Failure<Status, Code, Headers> = {
	readonly ok: false;
	readonly status: Status;
	readonly error: {
		readonly code: Code;
		readonly message: string;
		readonly details?: readonly Issue[];
		/** What `fetch` rejected with, where there was no answer; what `token` threw, where there was no token. */
		readonly cause?: unknown;
	};
	readonly headers: Headers;
};

/** No answer at all, or one that is not this API's but from something in between. */
export type NoAnswer = Failure<0, "NO_ANSWER", AnyHeaders> | Failure<number, "UNEXPECTED_ANSWER", AnyHeaders>;
/** Nothing was sent, because `token` or `onUnauthorized` failed. */
export type NoToken = Failure<0, "NO_TOKEN", AnyHeaders>;
type AnyHeaders = Readonly<Record<string, string | undefined>>;

/** A failure for those who would rather catch it. */
export class ApiError extends Error {
	readonly status: number;
	readonly code: string;
	readonly details: readonly Issue[];
	/** What to quote when you report it. */
	readonly requestId: string | undefined;

	constructor({ status, error, headers }: AnyFailure) {
		super(error.message, { cause: error.cause });
		this.name = "ApiError";
		this.status = status;
		this.code = error.code;
		this.details = error.details ?? [];
		this.requestId = headers.xRequestId;
	}
}

/**
 * The data of a call that succeeds: `const task = await unwrap(api.getTask({ … }))`. Throws an ApiError for one
 * that fails.
 */
export async function unwrap<Answer extends Success<number, unknown, unknown> | AnyFailure>(
	call: Answer | Promise<Answer>,
): Promise<Extract<Answer, { readonly ok: true }>["data"]> {
	const result: Success<number, unknown, unknown> | AnyFailure = await call;
	if (!result.ok) throw new ApiError(result);
	return result.data;
}
type AnyFailure = Failure<number, string, { readonly xRequestId?: string | undefined }>;

interface Route {
	readonly method: string;
	readonly path: string;
	readonly query?: readonly string[];
	/** Argument to header name. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly secured?: boolean;
	/** For a list: the query parameter that leads to its next page. */
	readonly cursor?: string;
}

type Arguments = Readonly<Record<string, unknown>> & { readonly body?: unknown };

/** In milliseconds: the first pause before a call is repeated, how long they grow, how long a server may ask for. */
const firstPause = 250;
const longestPause = 4_000;
const longestAsked = 10_000;

/**
 * Makes the function that sends requests and reads their answers. It rejects with the signal's reason where the
 * call was aborted; all else that can happen to a call is an outcome.
 */
function caller({
	baseUrl,
	token,
	onUnauthorized,
	retries = 6,
	fetch: send = (url, init) => fetch(url, init),
}: ApiOptions) {
	let renewal: Promise<unknown> | undefined;
	const renew = () => {
		renewal ??= (async () => onUnauthorized?.())().finally(() => {
			renewal = undefined;
		});
		return renewal;
	};

	return async (route: Route, args: Arguments, { signal }: CallOptions = {}): Promise<never> => {
		const url = baseUrl.replace(/\/+$/, "") + pathOf(route, args);
		const headers = headersOf(route, args);
		const init: RequestInit = { method: route.method, headers };
		if (args.body !== undefined) init.body = JSON.stringify(args.body);
		if (signal) init.signal = signal;
		const isSafe =
			route.method === "GET" || (route.method === "PUT" && !headers.has("If-Match")) || headers.has("Idempotency-Key");

		/** Sends the call once, with the token of the moment or with a renewed one. */
		const attempt = async (renewed?: typeof renew): Promise<AnyAnswer> => {
			const failed = (code: string, message: string, cause: unknown) => {
				signal?.throwIfAborted();
				return noAnswer(code, message, cause);
			};
			try {
				if (route.secured) {
					await unlessAborted(renewed?.(), signal);
					const jwt = await unlessAborted(token?.(), signal);
					// Whoever has signed out meanwhile does not send what they had.
					headers.delete("Authorization");
					if (jwt) headers.set("Authorization", `Bearer ${jwt}`);
				}
			} catch (cause) {
				return failed("NO_TOKEN", "The token could not be fetched", cause);
			}
			try {
				return await read(await send(url, init), route);
			} catch (cause) {
				return failed("NO_ANSWER", "The server did not answer", cause);
			}
		};

		let canRenew = route.secured && onUnauthorized;
		let pause = firstPause;
		for (let left = retries; ; left -= 1) {
			let answer = await attempt();
			if (canRenew && (answer.status === 401 || answer.status === 403)) {
				canRenew = undefined;
				answer = await attempt(renew);
			}
			const asked = pauseAskedBy(answer);
			const canRepeat = answer.status === 429 || (isSafe && isPassing(answer));
			// The operation's own signature says which of its answers this can be.
			if (!canRepeat || left <= 0 || asked > longestAsked) return answer as never;
			// Not all clients at once.
			await wait(Math.max(asked, pause) * (1 + Math.random() / 3), signal);
			pause = Math.min(pause * 2, longestPause);
		}
	};
}

function pathOf(route: Route, args: Arguments): string {
	const path = route.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(args[name])));
	const query = new URLSearchParams();
	for (const name of route.query ?? []) if (args[name] !== undefined) query.set(name, String(args[name]));
	return query.size > 0 ? `${path}?${query}` : path;
}

function headersOf(route: Route, args: Arguments): Headers {
	const headers = new Headers();
	for (const [name, header] of Object.entries(route.headers ?? {}))
		if (args[name] !== undefined) headers.set(header, String(args[name]));
	if (args.body !== undefined) headers.set("Content-Type", "application/json");
	return headers;
}

/** The answer's `Retry-After` (RFC 9110 section 10.2.3), in milliseconds. */
function pauseAskedBy(answer: AnyAnswer): number {
	const { retryAfter: after } = answer.headers;
	if (!after) return 0;
	const seconds = Number(after);
	return Number.isNaN(seconds) ? Date.parse(after) - Date.now() || 0 : seconds * 1000;
}

/** Whether a failure is one that passes: something was down, or too busy. */
const isPassing = (answer: AnyAnswer): boolean =>
	!answer.ok && (answer.error.code === "NO_ANSWER" || (answer.status >= 502 && answer.status <= 504));

/** What the value resolves to. Rejects with the signal's reason where that is aborted before. */
const unlessAborted = <T>(value: T | Promise<T>, signal: AbortSignal | undefined) =>
	new Promise<T>((resolve, reject) => {
		const abort = () => reject(signal?.reason);
		if (signal?.aborted) abort();
		signal?.addEventListener("abort", abort);
		Promise.resolve(value)
			.then(resolve, reject)
			.finally(() => signal?.removeEventListener("abort", abort));
	});

const wait = (milliseconds: number, signal: AbortSignal | undefined) => {
	let timer: ReturnType<typeof setTimeout>;
	const over = new Promise<void>((resolve) => {
		timer = setTimeout(resolve, milliseconds);
	});
	return unlessAborted(over, signal).finally(() => clearTimeout(timer));
};

type AnyAnswer =
	| (Success<number, unknown, AnyHeaders> & {
			readonly next?: string | undefined;
	  })
	| Failure<number, string, AnyHeaders>;

const noAnswer = (code: string, message: string, cause: unknown): AnyAnswer => ({
	ok: false,
	status: 0,
	error: { code, message, cause },
	headers: {},
});

async function read(response: Response, { cursor }: Route): Promise<AnyAnswer> {
	const { status } = response;
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		const camelCase = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
		headers[camelCase] = value;
	});
	const text = await response.text();
	const envelope = text === "" && response.ok ? { data: null } : parse(text);
	if (response.ok && envelope && "data" in envelope) {
		const { data } = envelope;
		const answer = { ok: true, status, data, headers } as const;
		return cursor ? { ...answer, next: nextOf(response.headers.get("link"), cursor) } : answer;
	}

	const failed = (error: Failure<number, string, AnyHeaders>["error"]) =>
		({ ok: false, status, error, headers }) as const;
	if (status === 304) return failed({ code: "NOT_MODIFIED", message: "Not modified" });
	if (!response.ok && typeof envelope?.error?.code === "string") return failed(envelope.error);
	const message = `The server answered ${status} with something that is not this API's JSON`;
	return failed({ code: "UNEXPECTED_ANSWER", message });
}

/** Where a `Link` (RFC 8288) leads next, as the query parameter that says so; undefined on the last page. */
function nextOf(link: string | null, cursor: string): string | undefined {
	const next = /<([^>]*)>; rel="next"/.exec(link ?? "")?.[1];
	return (next && new URL(next, "http://localhost").searchParams.get(cursor)) || undefined;
}

/** The envelope, where the text is one: a proxy in between may answer with anything. */
function parse(text: string):
	| {
			data?: unknown;
			error?: Failure<number, string, AnyHeaders>["error"];
	  }
	| undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

type Page<Item> =
	| (Success<number, readonly Item[], unknown> & {
			readonly next: string | undefined;
	  })
	| AnyFailure;

/** Each item of a list, page after page. Throws an ApiError where a page fails. */
async function* walk<Item>(
	fetchPage: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
	let cursor: string | undefined;
	do {
		const page = await fetchPage(cursor);
		if (!page.ok) throw new ApiError(page);
		yield* page.data;
		cursor = page.next;
	} while (cursor);
}

/**
 * A user's task
 * @example {
 *       "id": 42,
 *       "user_id": "user_2b7e",
 *       "title": "Deploy Phase II",
 *       "description": "Complete backend deployment to production",
 *       "completed": false,
 *       "status": "Pending",
 *       "created_at": "2026-02-05T09:30:00.123456Z",
 *       "updated_at": "2026-02-05T09:30:00.123456Z"
 *     }
 */
export interface Task {
    /** The id of the task, given by the server */
    id: number;
    /** The id of the user that the task belongs to */
    user_id: string;
    title: TaskTitle;
    description: TaskDescription;
    completed: TaskCompleted;
    status: TaskStatus;
    /** When the task was created */
    created_at: Timestamp;
    /** When the task was last changed */
    updated_at: Timestamp;
}
/** What a new task is made from */
export interface CreateTask {
    title: TaskTitle;
    /** Details, up to 1000 characters; null or left out where there are none */
    description?: TaskDescription | undefined;
}
/** The properties to change; those left out stay as they are */
export interface UpdateTask {
    title?: TaskTitle | undefined;
    description?: TaskDescription | undefined;
    completed?: TaskCompleted | undefined;
}
/** The state to set; `{}` flips the current one */
export interface ToggleTask {
    completed?: TaskCompleted | undefined;
}
/**
 * What is to be done. 1 to 200 characters, not only white space; stored as sent.
 * @example Deploy Phase II
 */
export type TaskTitle = string & Text;
/**
 * Details, up to 1000 characters; null where there are none
 * @example Complete backend deployment to production
 */
export type TaskDescription = string | null;
/**
 * Whether the task is done
 * @example false
 */
export type TaskCompleted = boolean;
/**
 * `completed` in words
 * @example Pending
 * @enum {string}
 */
export type TaskStatus = "Pending" | "Completed";
/** Text that PostgreSQL can store */
export type Text = string;
/**
 * Format: date-time
 * An instant in UTC with microseconds, RFC 3339
 * @example 2026-02-05T09:30:00.123456Z
 */
export type Timestamp = string;
/**
 * A list of entity tags, or `*` (RFC 9110 section 8.8.3)
 * @example "3"
 */
export type EntityTags = string;
/** One task */
export interface TaskResponse {
    data: Task;
    error: null;
}
/** A page of tasks */
export interface TaskListResponse {
    data: Task[];
    error: null;
}
/** All is well */
export interface HealthResponse {
    data: {
        /** @constant */
        status: "ok";
    };
    error: null;
}
/** What went wrong */
export interface ErrorResponse {
    data: null;
    error: {
        /** What went wrong, for people */
        message: string;
        code: ErrorCode;
        /** Each problem with the request, for a `VALIDATION_ERROR` */
        details?: {
            /** The parameter, header or property, nested ones joined by dots; `body` is the whole body */
            field: string;
            /** What is wrong with it and what is allowed */
            message: string;
        }[] | undefined;
    };
}
/**
 * What went wrong, for programs. There may be more codes one day; take an unknown one by its status.
 * @example TASK_NOT_FOUND
 */
export type ErrorCode = "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "UNSUPPORTED_MEDIA_TYPE" | "PAYLOAD_TOO_LARGE" | "MALFORMED_JSON" | "VALIDATION_ERROR" | "PRECONDITION_FAILED" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_REQUESTS" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "SERVICE_UNAVAILABLE" | "INTERNAL_ERROR" | (string & {});

/** The headers of every answer, by their names in camel case. */
export interface AnswerHeaders {
  readonly cacheControl: string;
  readonly xContentTypeOptions: string;
  readonly xRequestId: string;
}

/** What can come of `listTasks`. */
export type ListTasksResult =
  | ListTasksSuccess
  | ListTasksFailure;
/** How `listTasks` can succeed. */
export type ListTasksSuccess =
  | Success<200, Task[], AnswerHeaders & { readonly link: string; readonly xTotalCount?: string | undefined; readonly preferenceApplied?: string | undefined }> & { readonly next: string | undefined };
/** How `listTasks` can fail. */
export type ListTasksFailure =
  | Failure<400, "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `createTask`. */
export type CreateTaskResult =
  | CreateTaskSuccess
  | CreateTaskFailure;
/** How `createTask` can succeed. */
export type CreateTaskSuccess =
  | Success<201, Task, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined; readonly location: string }>;
/** What can come of `createTask` with `return=minimal`: a success has no data. */
export type CreateTaskMinimalResult =
  | Success<201, null, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined; readonly location: string }>
  | CreateTaskFailure;
/** How `createTask` can fail. */
export type CreateTaskFailure =
  | Failure<400, "MALFORMED_JSON" | "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<413, "PAYLOAD_TOO_LARGE", AnswerHeaders>
  | Failure<415, "UNSUPPORTED_MEDIA_TYPE", AnswerHeaders & { readonly acceptEncoding?: string | undefined }>
  | Failure<422, "IDEMPOTENCY_KEY_REUSED", AnswerHeaders>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `getTask`. */
export type GetTaskResult =
  | GetTaskSuccess
  | GetTaskFailure;
/** How `getTask` can succeed. */
export type GetTaskSuccess =
  | Success<200, Task, AnswerHeaders & { readonly etag: string }>;
/** How `getTask` can fail. */
export type GetTaskFailure =
  | Failure<304, "NOT_MODIFIED", AnswerHeaders & { readonly etag: string }>
  | Failure<400, "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<404, "TASK_NOT_FOUND", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `replaceTask`. */
export type ReplaceTaskResult =
  | ReplaceTaskSuccess
  | ReplaceTaskFailure;
/** How `replaceTask` can succeed. */
export type ReplaceTaskSuccess =
  | Success<200, Task, AnswerHeaders & { readonly etag: string }>;
/** What can come of `replaceTask` with `return=minimal`: a success has no data. */
export type ReplaceTaskMinimalResult =
  | Success<204, null, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined }>
  | ReplaceTaskFailure;
/** How `replaceTask` can fail. */
export type ReplaceTaskFailure =
  | Failure<400, "MALFORMED_JSON" | "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<404, "TASK_NOT_FOUND", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<412, "PRECONDITION_FAILED", AnswerHeaders>
  | Failure<413, "PAYLOAD_TOO_LARGE", AnswerHeaders>
  | Failure<415, "UNSUPPORTED_MEDIA_TYPE", AnswerHeaders & { readonly acceptEncoding?: string | undefined }>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `deleteTask`. */
export type DeleteTaskResult =
  | DeleteTaskSuccess
  | DeleteTaskFailure;
/** How `deleteTask` can succeed. */
export type DeleteTaskSuccess =
  | Success<200, Task, AnswerHeaders & { readonly etag: string }>;
/** What can come of `deleteTask` with `return=minimal`: a success has no data. */
export type DeleteTaskMinimalResult =
  | Success<204, null, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined }>
  | DeleteTaskFailure;
/** How `deleteTask` can fail. */
export type DeleteTaskFailure =
  | Failure<400, "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<404, "TASK_NOT_FOUND", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<412, "PRECONDITION_FAILED", AnswerHeaders>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `updateTask`. */
export type UpdateTaskResult =
  | UpdateTaskSuccess
  | UpdateTaskFailure;
/** How `updateTask` can succeed. */
export type UpdateTaskSuccess =
  | Success<200, Task, AnswerHeaders & { readonly etag: string }>;
/** What can come of `updateTask` with `return=minimal`: a success has no data. */
export type UpdateTaskMinimalResult =
  | Success<204, null, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined }>
  | UpdateTaskFailure;
/** How `updateTask` can fail. */
export type UpdateTaskFailure =
  | Failure<400, "MALFORMED_JSON" | "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<404, "TASK_NOT_FOUND", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<412, "PRECONDITION_FAILED", AnswerHeaders>
  | Failure<413, "PAYLOAD_TOO_LARGE", AnswerHeaders>
  | Failure<415, "UNSUPPORTED_MEDIA_TYPE", AnswerHeaders & { readonly acceptEncoding?: string | undefined }>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `toggleTaskCompletion`. */
export type ToggleTaskCompletionResult =
  | ToggleTaskCompletionSuccess
  | ToggleTaskCompletionFailure;
/** How `toggleTaskCompletion` can succeed. */
export type ToggleTaskCompletionSuccess =
  | Success<200, Task, AnswerHeaders & { readonly etag: string }>;
/** What can come of `toggleTaskCompletion` with `return=minimal`: a success has no data. */
export type ToggleTaskCompletionMinimalResult =
  | Success<204, null, AnswerHeaders & { readonly etag: string; readonly preferenceApplied?: string | undefined }>
  | ToggleTaskCompletionFailure;
/** How `toggleTaskCompletion` can fail. */
export type ToggleTaskCompletionFailure =
  | Failure<400, "MALFORMED_JSON" | "VALIDATION_ERROR", AnswerHeaders>
  | Failure<401, "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER", AnswerHeaders & { readonly wwwAuthenticate: string }>
  | Failure<403, "FORBIDDEN", AnswerHeaders>
  | Failure<404, "TASK_NOT_FOUND", AnswerHeaders>
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<412, "PRECONDITION_FAILED", AnswerHeaders>
  | Failure<413, "PAYLOAD_TOO_LARGE", AnswerHeaders>
  | Failure<415, "UNSUPPORTED_MEDIA_TYPE", AnswerHeaders & { readonly acceptEncoding?: string | undefined }>
  | Failure<429, "TOO_MANY_REQUESTS", AnswerHeaders & { readonly retryAfter: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoToken
  | NoAnswer;

/** What can come of `getLiveness`. */
export type GetLivenessResult =
  | GetLivenessSuccess
  | GetLivenessFailure;
/** How `getLiveness` can succeed. */
export type GetLivenessSuccess =
  | Success<200, {
    /** @constant */
    status: "ok";
}, AnswerHeaders>;
/** How `getLiveness` can fail. */
export type GetLivenessFailure =
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | NoAnswer;

/** What can come of `getReadiness`. */
export type GetReadinessResult =
  | GetReadinessSuccess
  | GetReadinessFailure;
/** How `getReadiness` can succeed. */
export type GetReadinessSuccess =
  | Success<200, {
    /** @constant */
    status: "ok";
}, AnswerHeaders>;
/** How `getReadiness` can fail. */
export type GetReadinessFailure =
  | Failure<405, "METHOD_NOT_ALLOWED", AnswerHeaders & { readonly allow: string }>
  | Failure<500, "INTERNAL_ERROR", AnswerHeaders>
  | Failure<503, "SERVICE_UNAVAILABLE", AnswerHeaders & { readonly retryAfter: string }>
  | NoAnswer;

/** A function per operation of the contract. */
export interface Api {
  /**
   * List my tasks
   *
   * A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages.
   */
  listTasks(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /** Only tasks of this status; without it, all tasks */
      status?: TaskStatus | undefined;
      /**
       * The field to sort by
       * @example created_at
       */
      sort?: "created_at" | "updated_at" | "title" | undefined;
      /**
       * The direction to sort in
       * @example desc
       */
      order?: "asc" | "desc" | undefined;
      /**
       * The most tasks to answer with
       * @example 50
       */
      limit?: number | undefined;
      /**
       * How many tasks to skip
       * @example 0
       */
      offset?: number | undefined;
      /** Where the page starts: an opaque cursor out of a `Link` header of the same list, with the same `status`, `sort` and `order`. Not together with `offset`. */
      after?: string | undefined;
      /** With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
      prefer?: string | undefined;
    },
    options?: CallOptions,
  ): Promise<ListTasksResult>;
  /**
   * List my tasks, page after page
   *
   * A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages. Throws an ApiError where a page fails.
   */
  listAllTasks(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /** Only tasks of this status; without it, all tasks */
      status?: TaskStatus | undefined;
      /**
       * The field to sort by
       * @example created_at
       */
      sort?: "created_at" | "updated_at" | "title" | undefined;
      /**
       * The direction to sort in
       * @example desc
       */
      order?: "asc" | "desc" | undefined;
      /**
       * The most tasks to answer with
       * @example 50
       */
      limit?: number | undefined;
      /** With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
      prefer?: string | undefined;
    },
    options?: CallOptions,
  ): AsyncGenerator<Task>;
  /**
   * Create a task
   *
   * Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
   */
  createTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /** A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
      idempotencyKey?: string | undefined;
      prefer?: undefined;
      body: CreateTask;
    },
    options?: CallOptions,
  ): Promise<CreateTaskResult>;
  /**
   * Create a task
   *
   * Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
   */
  createTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /** A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
      idempotencyKey?: string | undefined;
      prefer: "return=minimal";
      body: CreateTask;
    },
    options?: CallOptions,
  ): Promise<CreateTaskMinimalResult>;
  /**
   * Get one of my tasks
   *
   * The task with this id, if it is the caller's. With the `ETag` of an earlier answer as `If-None-Match`, an unchanged task is answered by a 304 without a body.
   */
  getTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Answer with the task only if it has none of these entity tags, like `"3"` (RFC 9110 section 13.1.2). Weak tags match like strong ones. */
      ifNoneMatch?: EntityTags | undefined;
    },
    options?: CallOptions,
  ): Promise<GetTaskResult>;
  /**
   * Update one of my tasks
   *
   * Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
   */
  replaceTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer?: undefined;
      body: UpdateTask;
    },
    options?: CallOptions,
  ): Promise<ReplaceTaskResult>;
  /**
   * Update one of my tasks
   *
   * Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
   */
  replaceTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer: "return=minimal";
      body: UpdateTask;
    },
    options?: CallOptions,
  ): Promise<ReplaceTaskMinimalResult>;
  /**
   * Delete one of my tasks
   *
   * Removes the task for good and answers with it as it last was, so that an undo can recreate it.
   */
  deleteTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer?: undefined;
    },
    options?: CallOptions,
  ): Promise<DeleteTaskResult>;
  /**
   * Delete one of my tasks
   *
   * Removes the task for good and answers with it as it last was, so that an undo can recreate it.
   */
  deleteTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer: "return=minimal";
    },
    options?: CallOptions,
  ): Promise<DeleteTaskMinimalResult>;
  /**
   * Update some properties of one of my tasks
   *
   * Changes the properties that are sent and keeps the others.
   */
  updateTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer?: undefined;
      body: UpdateTask;
    },
    options?: CallOptions,
  ): Promise<UpdateTaskResult>;
  /**
   * Update some properties of one of my tasks
   *
   * Changes the properties that are sent and keeps the others.
   */
  updateTask(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer: "return=minimal";
      body: UpdateTask;
    },
    options?: CallOptions,
  ): Promise<UpdateTaskMinimalResult>;
  /**
   * Toggle the completion of one of my tasks
   *
   * Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
   */
  toggleTaskCompletion(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer?: undefined;
      body?: ToggleTask | undefined;
    },
    options?: CallOptions,
  ): Promise<ToggleTaskCompletionResult>;
  /**
   * Toggle the completion of one of my tasks
   *
   * Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
   */
  toggleTaskCompletion(
    args: {
      /**
       * The caller's own user id, which is the `sub` of the token
       * @example user_2b7e
       */
      user_id: string;
      /**
       * The id of the task
       * @example 42
       */
      task_id: number;
      /** Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
      ifMatch?: EntityTags | undefined;
      prefer: "return=minimal";
      body?: ToggleTask | undefined;
    },
    options?: CallOptions,
  ): Promise<ToggleTaskCompletionMinimalResult>;
  /**
   * Is the process alive?
   *
   * Answers as long as the process serves requests, whatever the state of the database.
   */
  getLiveness(
    options?: CallOptions,
  ): Promise<GetLivenessResult>;
  /**
   * Can the process do its work?
   *
   * Answers 200 if the database answers, and 503 if it does not or the process is shutting down.
   */
  getReadiness(
    options?: CallOptions,
  ): Promise<GetReadinessResult>;
}

/** A client of the API: give it the address and the caller's token once. */
export function createApi(options: ApiOptions): Api {
  const call = caller(options);
  const api: Api = {
    listTasks: (args: Arguments, callOptions?: CallOptions) => call({ method: "GET", path: "/api/{user_id}/tasks", query: ["status","sort","order","limit","offset","after"], headers: {"prefer":"Prefer"}, secured: true, cursor: "after" }, args, callOptions),
    listAllTasks: (args, callOptions) => walk((after) => api.listTasks({ ...args, after }, callOptions)),
    createTask: (args: Arguments, callOptions?: CallOptions) => call({ method: "POST", path: "/api/{user_id}/tasks", headers: {"idempotencyKey":"Idempotency-Key","prefer":"Prefer"}, secured: true }, args, callOptions),
    getTask: (args: Arguments, callOptions?: CallOptions) => call({ method: "GET", path: "/api/{user_id}/tasks/{task_id}", headers: {"ifNoneMatch":"If-None-Match"}, secured: true }, args, callOptions),
    replaceTask: (args: Arguments, callOptions?: CallOptions) => call({ method: "PUT", path: "/api/{user_id}/tasks/{task_id}", headers: {"ifMatch":"If-Match","prefer":"Prefer"}, secured: true }, args, callOptions),
    deleteTask: (args: Arguments, callOptions?: CallOptions) => call({ method: "DELETE", path: "/api/{user_id}/tasks/{task_id}", headers: {"ifMatch":"If-Match","prefer":"Prefer"}, secured: true }, args, callOptions),
    updateTask: (args: Arguments, callOptions?: CallOptions) => call({ method: "PATCH", path: "/api/{user_id}/tasks/{task_id}", headers: {"ifMatch":"If-Match","prefer":"Prefer"}, secured: true }, args, callOptions),
    toggleTaskCompletion: (args: Arguments, callOptions?: CallOptions) => call({ method: "PATCH", path: "/api/{user_id}/tasks/{task_id}/complete", headers: {"ifMatch":"If-Match","prefer":"Prefer"}, secured: true }, args, callOptions),
    getLiveness: (callOptions?: CallOptions) => call({ method: "GET", path: "/health/live" }, {}, callOptions),
    getReadiness: (callOptions?: CallOptions) => call({ method: "GET", path: "/health/ready" }, {}, callOptions),
  };
  return api;
}
