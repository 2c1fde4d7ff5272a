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
export function caller({
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
export async function* walk<Item>(
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
