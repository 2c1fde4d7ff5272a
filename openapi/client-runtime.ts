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
export function caller({
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
export async function* walk<Item>(
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
