// Generated from openapi/tasks.yaml by `bun run generate`. Never edit this file.
export interface ApiOptions {
	/** Where the API is, like `https://api.example.org`. */
	readonly baseUrl: string;
	/** Gives the caller's JWT, for each request anew; may fetch it. Without one, only public calls succeed. */
	readonly token?: () => Token | Promise<Token>;
	/**
	 * Called when a token is not accepted (401), once for all calls that wait for it. Whoever keeps the token
	 * gets a new one here; then each call is repeated, once.
	 */
	readonly onUnauthorized?: () => unknown;
	/**
	 * How often a call is repeated: any call that was turned down before it was begun (429), and a safe one (a `GET`,
	 * or anything with an idempotency key) where there is no answer or a 503. 2 unless given. An answer's
	 * `Retry-After` is honoured up to 10 seconds; a longer one is left to you.
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
		/** What `fetch` rejected with, where there was no answer. */
		readonly cause?: unknown;
	};
	readonly headers: Headers;
};

/**
 * All outcomes of an operation: the answers that it documents, one that is not from this API but from something in
 * between, and none at all.
 */
export type Result<Responses, Codes> =
	| {
			[Status in keyof Responses]: Status extends keyof Codes
				? Failure<Status, Codes[Status], HeadersOf<Responses[Status]>>
				: Status extends 304
					? Failure<304, "NOT_MODIFIED", HeadersOf<Responses[Status]>>
					: Success<
							Status,
							DataOf<Responses[Status]>,
							HeadersOf<Responses[Status]>
						>;
	  }[keyof Responses]
	| Failure<number, "UNEXPECTED_ANSWER", AnyHeaders>
	| Failure<0, "NO_ANSWER", AnyHeaders>;
type DataOf<Response> = Response extends {
	content: { "application/json": { data: infer Data } };
}
	? Data
	: null;

export type HeadersOf<Response> = Response extends { headers: infer Named }
	? {
			readonly [Name in keyof Named as string extends Name
				? never
				: CamelCase<Name & string>]: string;
		}
	: AnyHeaders;
type CamelCase<Name extends string> = Name extends `${infer Word}-${infer Rest}`
	? `${Lowercase<Word>}${Capitalize<CamelCase<Rest>>}`
	: Lowercase<Name>;
type AnyHeaders = Readonly<Record<string, string | undefined>>;

/** The answers to `prefer: "return=minimal"`: a success has no data. */
export type Minimal<Responses, Codes> =
	| Extract<Result<Responses, Codes>, { readonly ok: false }>
	| {
			[Status in keyof Responses]: Status extends 201 | 204
				? Success<Status, null, HeadersOf<Responses[Status]>>
				: never;
	  }[keyof Responses];
/** The answers without that preference. */
export type Full<Responses, Codes> = Result<Omit<Responses, 204>, Codes>;

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
export async function unwrap<
	Answer extends Success<number, unknown, unknown> | AnyFailure,
>(
	call: Answer | Promise<Answer>,
): Promise<Extract<Answer, { readonly ok: true }>["data"]> {
	const result: Success<number, unknown, unknown> | AnyFailure = await call;
	if (!result.ok) throw new ApiError(result);
	return result.data;
}
type AnyFailure = Failure<
	number,
	string,
	{ readonly xRequestId?: string | undefined }
>;

interface Route {
	readonly method: string;
	readonly path: string;
	readonly query?: readonly string[];
	/** Argument to header name. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly secured?: boolean;
}

type Arguments = Readonly<Record<string, unknown>>;

/** In milliseconds. */
const longestPause = 10_000;

/**
 * Makes the function that sends requests and reads their answers. It rejects with the signal's reason where the
 * call was aborted, and with what `token` and `onUnauthorized` reject with.
 */
function caller({
	baseUrl,
	token,
	onUnauthorized,
	retries = 2,
	fetch: send = (url, init) => fetch(url, init),
}: ApiOptions) {
	let renewal: Promise<unknown> | undefined;
	const renew = () => {
		renewal ??= Promise.resolve(onUnauthorized?.()).finally(() => {
			renewal = undefined;
		});
		return renewal;
	};

	return async (
		route: Route,
		args: Arguments,
		{ signal }: CallOptions = {},
	): Promise<never> => {
		const url = baseUrl.replace(/\/+$/, "") + pathOf(route, args);
		const init: RequestInit & { headers: Headers } = {
			method: route.method,
			headers: headersOf(route, args),
		};
		if (args.body !== undefined) init.body = JSON.stringify(args.body);
		if (signal) init.signal = signal;
		const isSafe = route.method === "GET" || init.headers.has(idempotencyKey);

		let left = retries;
		let canRenew = route.secured && onUnauthorized;
		for (let pause = 200; ; pause *= 2) {
			const jwt = route.secured && (await token?.());
			if (jwt) init.headers.set("Authorization", `Bearer ${jwt}`);

			const answer = await send(url, init)
				.then(read)
				.catch((cause: unknown) => {
					if (signal?.aborted) throw cause;
					return noAnswer(cause);
				});
			if (answer.status === 401 && canRenew) {
				canRenew = undefined;
				await renew();
				continue;
			}
			const asked = pauseAskedBy(answer);
			const { status } = answer;
			const canRepeat =
				status === 429 || (isSafe && (status === 0 || status === 503));
			// The operation's own signature says which of its answers this can be.
			if (!canRepeat || left === 0 || asked > longestPause)
				return answer as never;
			left -= 1;
			// Not all clients at once.
			await wait(asked + pause * Math.random(), signal);
		}
	};
}

const idempotencyKey = "Idempotency-Key";

function pathOf(route: Route, args: Arguments): string {
	const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
		encodeURIComponent(String(args[name])),
	);
	const query = new URLSearchParams();
	for (const name of route.query ?? [])
		if (args[name] !== undefined) query.set(name, String(args[name]));
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
	const after = answer.headers.retryAfter;
	if (!after) return 0;
	const seconds = Number(after);
	return Number.isNaN(seconds)
		? Math.max(0, Date.parse(after) - Date.now())
		: seconds * 1000;
}

const wait = (milliseconds: number, signal: AbortSignal | undefined) =>
	new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			signal?.removeEventListener("abort", abort);
			resolve();
		}, milliseconds);
		const abort = () => {
			clearTimeout(timer);
			reject(signal?.reason);
		};
		signal?.addEventListener("abort", abort, { once: true });
	});

type AnyAnswer =
	| Success<number, unknown, AnyHeaders>
	| Failure<number, string, AnyHeaders>;

const noAnswer = (cause: unknown): AnyAnswer => ({
	ok: false,
	status: 0,
	error: { code: "NO_ANSWER", message: "The server did not answer", cause },
	headers: {},
});

async function read(response: Response): Promise<AnyAnswer> {
	const { status } = response;
	const headers: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		const camelCase = name.replace(/-(\w)/g, (_, letter) =>
			letter.toUpperCase(),
		);
		headers[camelCase] = value;
	});
	const text = await response.text();
	const envelope = text === "" && response.ok ? { data: null } : parse(text);
	if (response.ok && envelope && "data" in envelope)
		return { ok: true, status, data: envelope.data, headers };

	const failed = (error: Failure<number, string, AnyHeaders>["error"]) =>
		({ ok: false, status, error, headers }) as const;
	if (status === 304)
		return failed({ code: "NOT_MODIFIED", message: "Not modified" });
	if (!response.ok && envelope?.error) return failed(envelope.error);
	const message = `The server answered ${status} with something that is not this API's JSON`;
	return failed({ code: "UNEXPECTED_ANSWER", message });
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
	| Success<number, readonly Item[], { readonly link: string }>
	| AnyFailure;

/** Each item of a list, page after page as its `Link` leads. Throws an ApiError where a page fails. */
async function* walk<Item>(
	fetchPage: (after: { after?: string }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
	let after: string | null | undefined;
	do {
		const page = await fetchPage(after ? { after } : {});
		if (!page.ok) throw new ApiError(page);
		yield* page.data;
		const next = /<([^>]*)>; rel="next"/.exec(page.headers.link ?? "")?.[1];
		after = next && new URL(next, "http://localhost").searchParams.get("after");
	} while (after);
}

export interface paths {
    "/api/{user_id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * List my tasks
         * @description A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages.
         */
        get: operations["listTasks"];
        put?: never;
        /**
         * Create a task
         * @description Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
         */
        post: operations["createTask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/{user_id}/tasks/{task_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /**
         * Get one of my tasks
         * @description The task with this id, if it is the caller's. With the `ETag` of an earlier answer as `If-None-Match`, an unchanged task is answered by a 304 without a body.
         */
        get: operations["getTask"];
        /**
         * Update one of my tasks
         * @description Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
         */
        put: operations["replaceTask"];
        post?: never;
        /**
         * Delete one of my tasks
         * @description Removes the task for good and answers with it as it last was, so that an undo can recreate it.
         */
        delete: operations["deleteTask"];
        options?: never;
        head?: never;
        /**
         * Update some properties of one of my tasks
         * @description Changes the properties that are sent and keeps the others.
         */
        patch: operations["updateTask"];
        trace?: never;
    };
    "/api/{user_id}/tasks/{task_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Toggle the completion of one of my tasks
         * @description Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
         */
        patch: operations["toggleTaskCompletion"];
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the process alive?
         * @description Answers as long as the process serves requests, whatever the state of the database.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can the process do its work?
         * @description Answers 200 if the database answers, and 503 if it does not or the process is shutting down.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Text that PostgreSQL can store */
        Text: string;
        /**
         * @description What is to be done. 1 to 200 characters, not only white space; stored as sent.
         * @example Deploy Phase II
         */
        TaskTitle: string & components["schemas"]["Text"];
        /**
         * @description Details, up to 1000 characters; null where there are none
         * @example Complete backend deployment to production
         */
        TaskDescription: string | null;
        /**
         * @description Whether the task is done
         * @example false
         */
        TaskCompleted: boolean;
        /**
         * @description `completed` in words
         * @example Pending
         * @enum {string}
         */
        TaskStatus: "Pending" | "Completed";
        /**
         * @description A list of entity tags, or `*` (RFC 9110 section 8.8.3)
         * @example "3"
         */
        EntityTags: string;
        /**
         * Format: date-time
         * @description An instant in UTC with microseconds, RFC 3339
         * @example 2026-02-05T09:30:00.123456Z
         */
        Timestamp: string;
        /**
         * @description A user's task
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
        Task: {
            /** @description The id of the task, given by the server */
            id: number;
            /** @description The id of the user that the task belongs to */
            user_id: string;
            title: components["schemas"]["TaskTitle"];
            description: components["schemas"]["TaskDescription"];
            completed: components["schemas"]["TaskCompleted"];
            status: components["schemas"]["TaskStatus"];
            /** @description When the task was created */
            created_at: components["schemas"]["Timestamp"];
            /** @description When the task was last changed */
            updated_at: components["schemas"]["Timestamp"];
        };
        /** @description What a new task is made from */
        CreateTask: {
            title: components["schemas"]["TaskTitle"];
            /** @description Details, up to 1000 characters; null or left out where there are none */
            description?: components["schemas"]["TaskDescription"];
        };
        /** @description The properties to change; those left out stay as they are */
        UpdateTask: {
            title?: components["schemas"]["TaskTitle"];
            description?: components["schemas"]["TaskDescription"];
            completed?: components["schemas"]["TaskCompleted"];
        };
        /** @description The state to set; `{}` flips the current one */
        ToggleTask: {
            completed?: components["schemas"]["TaskCompleted"];
        };
        /** @description One task */
        TaskResponse: {
            data: components["schemas"]["Task"];
            error: null;
        };
        /** @description A page of tasks */
        TaskListResponse: {
            data: components["schemas"]["Task"][];
            error: null;
        };
        /** @description All is well */
        HealthResponse: {
            data: {
                /** @constant */
                status: "ok";
            };
            error: null;
        };
        /**
         * @description What went wrong, for programs. There may be more codes one day; take an unknown one by its status.
         * @example TASK_NOT_FOUND
         */
        ErrorCode: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER" | "FORBIDDEN" | "TASK_NOT_FOUND" | "UNSUPPORTED_MEDIA_TYPE" | "PAYLOAD_TOO_LARGE" | "MALFORMED_JSON" | "VALIDATION_ERROR" | "PRECONDITION_FAILED" | "IDEMPOTENCY_KEY_REUSED" | "TOO_MANY_REQUESTS" | "NOT_FOUND" | "METHOD_NOT_ALLOWED" | "SERVICE_UNAVAILABLE" | "INTERNAL_ERROR" | (string & {});
        /** @description What went wrong */
        ErrorResponse: {
            data: null;
            error: {
                /** @description What went wrong, for people */
                message: string;
                code: components["schemas"]["ErrorCode"];
                /** @description Each problem with the request, for a `VALIDATION_ERROR` */
                details?: {
                    /** @description The property, parameter or header; nested properties are joined by dots, `body` is the whole body */
                    field: string;
                    /** @description What is wrong with it and what is allowed */
                    message: string;
                }[];
            };
        };
    };
    responses: {
        /** @description The task */
        ChangedTask: {
            headers: {
                ETag: components["headers"]["ETag"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TaskResponse"];
            };
        };
        /** @description Done, as the request preferred without a body */
        Done: {
            headers: {
                ETag: components["headers"]["ETag"];
                /**
                 * @description The preference that was honoured (RFC 7240 section 3)
                 * @example return=minimal
                 */
                "Preference-Applied"?: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description All is well */
        Healthy: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HealthResponse"];
            };
        };
        /** @description A parameter is invalid */
        InvalidParameters: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is not JSON, or it is invalid */
        InvalidRequest: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The token is missing, or it is not accepted */
        Unauthorized: {
            headers: {
                /**
                 * @description The challenge, RFC 6750: with `error="invalid_token"` when a token was sent
                 * @example Bearer error="invalid_token"
                 */
                "WWW-Authenticate": string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path is another user's */
        ForbiddenResource: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The path is another user's */
        ForbiddenTask: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The caller has no task with this id. A task of another user gives the very same answer. */
        TaskNotFound: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description Another method was used on this path */
        MethodNotAllowed: {
            headers: {
                /**
                 * @description The methods that this path has
                 * @example GET, HEAD, POST
                 */
                Allow: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The task is not, or no longer, the version that `If-Match` names. Nothing was changed. */
        PreconditionFailed: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The key stands for another request. Nothing was created. */
        IdempotencyKeyReused: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is larger than 16 KiB */
        PayloadTooLarge: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The body is not declared as JSON, or it is compressed */
        UnsupportedMediaType: {
            headers: {
                /**
                 * @description What the body may be encoded with (RFC 7694), where it is the `Content-Encoding` that is wrong
                 * @example identity
                 */
                "Accept-Encoding"?: string;
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description Too many requests of this user wait for their others. This one was not begun; try again. */
        TooManyRequests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description Something went wrong on the server */
        InternalError: {
            headers: {
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
        /** @description The database cannot be reached, or there is too much to do. Try again later. */
        ServiceUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Cache-Control": components["headers"]["NoStore"];
                "X-Content-Type-Options": components["headers"]["NoSniff"];
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorResponse"];
            };
        };
    };
    parameters: {
        /**
         * @description The caller's own user id, which is the `sub` of the token
         * @example user_2b7e
         */
        UserId: string;
        /**
         * @description The id of the task
         * @example 42
         */
        TaskId: number;
        /** @description Only tasks of this status; without it, all tasks */
        Status: components["schemas"]["TaskStatus"];
        /**
         * @description The field to sort by
         * @example created_at
         */
        Sort: "created_at" | "updated_at" | "title";
        /**
         * @description The direction to sort in
         * @example desc
         */
        Order: "asc" | "desc";
        /**
         * @description The most tasks to answer with
         * @example 50
         */
        Limit: number;
        /**
         * @description How many tasks to skip
         * @example 0
         */
        Offset: number;
        /** @description Where the page starts: an opaque cursor out of a `Link` header of the same list, with the same `status`, `sort` and `order`. Not together with `offset`. */
        After: string;
        /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
        IfMatch: components["schemas"]["EntityTags"];
        /** @description Answer with the task only if it has none of these entity tags, like `"3"` (RFC 9110 section 13.1.2). Weak tags match like strong ones. */
        IfNoneMatch: components["schemas"]["EntityTags"];
        /** @description A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
        IdempotencyKey: string;
        /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
        PreferMinimal: string;
        /** @description With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
        PreferCount: string;
    };
    requestBodies: {
        /** @description The properties to change, at least one */
        UpdateTask: {
            content: {
                "application/json": components["schemas"]["UpdateTask"];
            };
        };
    };
    headers: {
        /** @description Tasks are nobody's but their owner's, and failures pass; no cache keeps either */
        NoStore: "no-store";
        /** @description The browser may keep the task, and asks each time, with its `ETag`, whether it still holds */
        Revalidate: "private, no-cache";
        /** @description The content is what its type says, whatever it looks like */
        NoSniff: "nosniff";
        /** @description After how many seconds to try again */
        RetryAfter: 1;
        /**
         * @description The entity tag of the task's version; it changes with each change of the task
         * @example "3"
         */
        ETag: string;
        /**
         * @description The id of this request in the server's log, taken from the request's own `X-Request-Id` where it sent a usable one
         * @example 0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11
         */
        "X-Request-Id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTasks: {
        parameters: {
            query?: {
                /** @description Only tasks of this status; without it, all tasks */
                status?: components["parameters"]["Status"];
                /**
                 * @description The field to sort by
                 * @example created_at
                 */
                sort?: components["parameters"]["Sort"];
                /**
                 * @description The direction to sort in
                 * @example desc
                 */
                order?: components["parameters"]["Order"];
                /**
                 * @description The most tasks to answer with
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description How many tasks to skip
                 * @example 0
                 */
                offset?: components["parameters"]["Offset"];
                /** @description Where the page starts: an opaque cursor out of a `Link` header of the same list, with the same `status`, `sort` and `order`. Not together with `offset`. */
                after?: components["parameters"]["After"];
            };
            header?: {
                /** @description With `count=exact` the answer carries `X-Total-Count`. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferCount"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page of tasks */
            200: {
                headers: {
                    /**
                     * @description The other pages (RFC 8288): `first`, `prev` where there is one, and `next` unless this is the last. All other parameters are kept.
                     * @example </api/user_2b7e/tasks?sort=created_at&order=desc&limit=50&after=WyI>; rel="next"
                     */
                    Link: string;
                    /**
                     * @description How many tasks there are on all pages, where the request prefers `count=exact`
                     * @example 137
                     */
                    "X-Total-Count"?: string;
                    /**
                     * @description The preference that was honoured (RFC 7240 section 3)
                     * @example count=exact
                     */
                    "Preference-Applied"?: string;
                    "Cache-Control": components["headers"]["NoStore"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskListResponse"];
                };
            };
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenResource"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your own for this request, such as a UUID, so that its repetition creates no second task. It belongs to the user, and lives as long as the task. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description The new task */
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTask"];
            };
        };
        responses: {
            /** @description The created task; without the body where the request prefers `return=minimal` */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    /**
                     * @description The preference that was honoured (RFC 7240 section 3)
                     * @example return=minimal
                     */
                    "Preference-Applied"?: string;
                    /**
                     * @description The path of the created task
                     * @example /api/user_2b7e/tasks/42
                     */
                    Location: string;
                    "Cache-Control": components["headers"]["NoStore"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskResponse"];
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenResource"];
            405: components["responses"]["MethodNotAllowed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Answer with the task only if it has none of these entity tags, like `"3"` (RFC 9110 section 13.1.2). Weak tags match like strong ones. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The task */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Revalidate"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaskResponse"];
                };
            };
            /** @description The task has not changed */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Cache-Control": components["headers"]["Revalidate"];
                    "X-Content-Type-Options": components["headers"]["NoSniff"];
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    replaceTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateTask"];
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidParameters"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    updateTask: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        requestBody: components["requestBodies"]["UpdateTask"];
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    toggleTaskCompletion: {
        parameters: {
            query?: never;
            header?: {
                /** @description Make the change only if the task still has one of these entity tags, like `"3"` (RFC 9110 section 13.1.1), or exists at all with `*`. Weak tags never match. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `return=minimal` (RFC 7240) the answer has no body. Other preferences are ignored. */
                Prefer?: components["parameters"]["PreferMinimal"];
            };
            path: {
                /**
                 * @description The caller's own user id, which is the `sub` of the token
                 * @example user_2b7e
                 */
                user_id: components["parameters"]["UserId"];
                /**
                 * @description The id of the task
                 * @example 42
                 */
                task_id: components["parameters"]["TaskId"];
            };
            cookie?: never;
        };
        /** @description The state to set; without one, the current state is flipped */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ToggleTask"];
            };
        };
        responses: {
            200: components["responses"]["ChangedTask"];
            204: components["responses"]["Done"];
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["ForbiddenTask"];
            404: components["responses"]["TaskNotFound"];
            405: components["responses"]["MethodNotAllowed"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Healthy"];
            405: components["responses"]["MethodNotAllowed"];
            500: components["responses"]["InternalError"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Healthy"];
            405: components["responses"]["MethodNotAllowed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}

export type Text = components["schemas"]["Text"];
export type TaskTitle = components["schemas"]["TaskTitle"];
export type TaskDescription = components["schemas"]["TaskDescription"];
export type TaskCompleted = components["schemas"]["TaskCompleted"];
export type TaskStatus = components["schemas"]["TaskStatus"];
export type EntityTags = components["schemas"]["EntityTags"];
export type Timestamp = components["schemas"]["Timestamp"];
export type Task = components["schemas"]["Task"];
export type CreateTask = components["schemas"]["CreateTask"];
export type UpdateTask = components["schemas"]["UpdateTask"];
export type ToggleTask = components["schemas"]["ToggleTask"];
export type TaskResponse = components["schemas"]["TaskResponse"];
export type TaskListResponse = components["schemas"]["TaskListResponse"];
export type HealthResponse = components["schemas"]["HealthResponse"];
export type ErrorCode = components["schemas"]["ErrorCode"];
export type ErrorResponse = components["schemas"]["ErrorResponse"];

/** The error codes of each operation, by status. */
export interface codes {
  listTasks: { 400: "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 405: "METHOD_NOT_ALLOWED"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  createTask: { 400: "MALFORMED_JSON" | "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 405: "METHOD_NOT_ALLOWED"; 413: "PAYLOAD_TOO_LARGE"; 415: "UNSUPPORTED_MEDIA_TYPE"; 422: "IDEMPOTENCY_KEY_REUSED"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  getTask: { 400: "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 404: "TASK_NOT_FOUND"; 405: "METHOD_NOT_ALLOWED"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  replaceTask: { 400: "MALFORMED_JSON" | "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 404: "TASK_NOT_FOUND"; 405: "METHOD_NOT_ALLOWED"; 412: "PRECONDITION_FAILED"; 413: "PAYLOAD_TOO_LARGE"; 415: "UNSUPPORTED_MEDIA_TYPE"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  deleteTask: { 400: "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 404: "TASK_NOT_FOUND"; 405: "METHOD_NOT_ALLOWED"; 412: "PRECONDITION_FAILED"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  updateTask: { 400: "MALFORMED_JSON" | "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 404: "TASK_NOT_FOUND"; 405: "METHOD_NOT_ALLOWED"; 412: "PRECONDITION_FAILED"; 413: "PAYLOAD_TOO_LARGE"; 415: "UNSUPPORTED_MEDIA_TYPE"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  toggleTaskCompletion: { 400: "MALFORMED_JSON" | "VALIDATION_ERROR"; 401: "MISSING_TOKEN" | "INVALID_TOKEN" | "INVALID_SIGNATURE" | "TOKEN_EXPIRED" | "UNKNOWN_USER"; 403: "FORBIDDEN"; 404: "TASK_NOT_FOUND"; 405: "METHOD_NOT_ALLOWED"; 412: "PRECONDITION_FAILED"; 413: "PAYLOAD_TOO_LARGE"; 415: "UNSUPPORTED_MEDIA_TYPE"; 429: "TOO_MANY_REQUESTS"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
  getLiveness: { 405: "METHOD_NOT_ALLOWED"; 500: "INTERNAL_ERROR" };
  getReadiness: { 405: "METHOD_NOT_ALLOWED"; 500: "INTERNAL_ERROR"; 503: "SERVICE_UNAVAILABLE" };
}

/** A function per operation of the contract. */
export interface Api {
  /**
   * List my tasks
   *
   * A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages.
   */
  listTasks(args: operations["listTasks"]["parameters"]["path"] & NonNullable<operations["listTasks"]["parameters"]["query"]> & { prefer?: NonNullable<operations["listTasks"]["parameters"]["header"]>["Prefer"] }, options?: CallOptions): Promise<Result<operations["listTasks"]["responses"], codes["listTasks"]>>;
  /**
   * List my tasks, page after page
   *
   * A page of the caller's tasks, the newest first unless `sort` and `order` say otherwise. Tasks that are equal in the sorted field are ordered by `id`. A user without tasks gets an empty array. The `Link` header leads to the other pages. Throws an ApiError where a page fails.
   */
  listAllTasks(args: operations["listTasks"]["parameters"]["path"] & NonNullable<operations["listTasks"]["parameters"]["query"]> & { prefer?: NonNullable<operations["listTasks"]["parameters"]["header"]>["Prefer"] }, options?: CallOptions): AsyncGenerator<Extract<Result<operations["listTasks"]["responses"], codes["listTasks"]>, { readonly ok: true }>["data"][number]>;
  /**
   * Create a task
   *
   * Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
   */
  createTask(args: operations["createTask"]["parameters"]["path"] & { idempotencyKey?: NonNullable<operations["createTask"]["parameters"]["header"]>["Idempotency-Key"] } & { body: NonNullable<operations["createTask"]["requestBody"]>["content"]["application/json"] } & { prefer: "return=minimal" }, options?: CallOptions): Promise<Minimal<operations["createTask"]["responses"], codes["createTask"]>>;
  /**
   * Create a task
   *
   * Adds a task to the caller's list. It starts out `Pending`. With an `Idempotency-Key`, a repeated request answers with the task that the first one created, as long as that task exists.
   */
  createTask(args: operations["createTask"]["parameters"]["path"] & { idempotencyKey?: NonNullable<operations["createTask"]["parameters"]["header"]>["Idempotency-Key"] } & { body: NonNullable<operations["createTask"]["requestBody"]>["content"]["application/json"] } & { prefer?: undefined }, options?: CallOptions): Promise<Full<operations["createTask"]["responses"], codes["createTask"]>>;
  /**
   * Get one of my tasks
   *
   * The task with this id, if it is the caller's. With the `ETag` of an earlier answer as `If-None-Match`, an unchanged task is answered by a 304 without a body.
   */
  getTask(args: operations["getTask"]["parameters"]["path"] & { ifNoneMatch?: NonNullable<operations["getTask"]["parameters"]["header"]>["If-None-Match"] }, options?: CallOptions): Promise<Result<operations["getTask"]["responses"], codes["getTask"]>>;
  /**
   * Update one of my tasks
   *
   * Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
   */
  replaceTask(args: operations["replaceTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["replaceTask"]["parameters"]["header"]>["If-Match"] } & { body: NonNullable<operations["replaceTask"]["requestBody"]>["content"]["application/json"] } & { prefer: "return=minimal" }, options?: CallOptions): Promise<Minimal<operations["replaceTask"]["responses"], codes["replaceTask"]>>;
  /**
   * Update one of my tasks
   *
   * Changes the properties that are sent and keeps the others, exactly like `PATCH`: a partial `PUT` never loses data.
   */
  replaceTask(args: operations["replaceTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["replaceTask"]["parameters"]["header"]>["If-Match"] } & { body: NonNullable<operations["replaceTask"]["requestBody"]>["content"]["application/json"] } & { prefer?: undefined }, options?: CallOptions): Promise<Full<operations["replaceTask"]["responses"], codes["replaceTask"]>>;
  /**
   * Delete one of my tasks
   *
   * Removes the task for good and answers with it as it last was, so that an undo can recreate it.
   */
  deleteTask(args: operations["deleteTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["deleteTask"]["parameters"]["header"]>["If-Match"] } & { prefer: "return=minimal" }, options?: CallOptions): Promise<Minimal<operations["deleteTask"]["responses"], codes["deleteTask"]>>;
  /**
   * Delete one of my tasks
   *
   * Removes the task for good and answers with it as it last was, so that an undo can recreate it.
   */
  deleteTask(args: operations["deleteTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["deleteTask"]["parameters"]["header"]>["If-Match"] } & { prefer?: undefined }, options?: CallOptions): Promise<Full<operations["deleteTask"]["responses"], codes["deleteTask"]>>;
  /**
   * Update some properties of one of my tasks
   *
   * Changes the properties that are sent and keeps the others.
   */
  updateTask(args: operations["updateTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["updateTask"]["parameters"]["header"]>["If-Match"] } & { body: NonNullable<operations["updateTask"]["requestBody"]>["content"]["application/json"] } & { prefer: "return=minimal" }, options?: CallOptions): Promise<Minimal<operations["updateTask"]["responses"], codes["updateTask"]>>;
  /**
   * Update some properties of one of my tasks
   *
   * Changes the properties that are sent and keeps the others.
   */
  updateTask(args: operations["updateTask"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["updateTask"]["parameters"]["header"]>["If-Match"] } & { body: NonNullable<operations["updateTask"]["requestBody"]>["content"]["application/json"] } & { prefer?: undefined }, options?: CallOptions): Promise<Full<operations["updateTask"]["responses"], codes["updateTask"]>>;
  /**
   * Toggle the completion of one of my tasks
   *
   * Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
   */
  toggleTaskCompletion(args: operations["toggleTaskCompletion"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["toggleTaskCompletion"]["parameters"]["header"]>["If-Match"] } & { body?: NonNullable<operations["toggleTaskCompletion"]["requestBody"]>["content"]["application/json"] } & { prefer: "return=minimal" }, options?: CallOptions): Promise<Minimal<operations["toggleTaskCompletion"]["responses"], codes["toggleTaskCompletion"]>>;
  /**
   * Toggle the completion of one of my tasks
   *
   * Without a body, or with `{}`, a completed task becomes pending and a pending one completed, in one atomic step. With `{"completed": true}` or `{"completed": false}` the task is set to that, so that a retry is safe.
   */
  toggleTaskCompletion(args: operations["toggleTaskCompletion"]["parameters"]["path"] & { ifMatch?: NonNullable<operations["toggleTaskCompletion"]["parameters"]["header"]>["If-Match"] } & { body?: NonNullable<operations["toggleTaskCompletion"]["requestBody"]>["content"]["application/json"] } & { prefer?: undefined }, options?: CallOptions): Promise<Full<operations["toggleTaskCompletion"]["responses"], codes["toggleTaskCompletion"]>>;
  /**
   * Is the process alive?
   *
   * Answers as long as the process serves requests, whatever the state of the database.
   */
  getLiveness(options?: CallOptions): Promise<Result<operations["getLiveness"]["responses"], codes["getLiveness"]>>;
  /**
   * Can the process do its work?
   *
   * Answers 200 if the database answers, and 503 if it does not or the process is shutting down.
   */
  getReadiness(options?: CallOptions): Promise<Result<operations["getReadiness"]["responses"], codes["getReadiness"]>>;
}

/** A client of the API: give it the address and the caller's token once. */
export function createApi(options: ApiOptions): Api {
  const call = caller(options);
  const api: Api = {
    listTasks: (args: Arguments, callOptions?: CallOptions) => call({ method: "GET", path: "/api/{user_id}/tasks", query: ["status","sort","order","limit","offset","after"], headers: {"prefer":"Prefer"}, secured: true }, args, callOptions),
    listAllTasks: (args, callOptions) => walk((after) => api.listTasks({ ...args, ...after }, callOptions)),
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
