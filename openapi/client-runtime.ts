export interface ApiOptions {
	/** Where the API is, like `https://api.example.org`. */
	readonly baseUrl: string;
	/** Gives the caller's JWT, for each request anew; may fetch it. Without it, only public calls succeed. */
	readonly token?: () => string | Promise<string>;
	/** The `fetch` to send requests with; the global one unless given. */
	readonly fetch?: (input: string, init: RequestInit) => Promise<Response>;
}

export interface CallOptions {
	/** Aborts the call: its promise rejects with the signal's reason. */
	readonly signal?: AbortSignal;
}

/** What is wrong with a request, where the code is `VALIDATION_ERROR`. */
export interface Issue {
	readonly field: string;
	readonly message: string;
}

/** A documented answer: `data` where `ok`, else `error`. The response is there for its headers. */
export type Success<Status, Data> = {
	readonly ok: true;
	readonly status: Status;
	readonly data: Data;
	readonly response: Response;
};
export type Failure<Status, Code> = {
	readonly ok: false;
	readonly status: Status;
	readonly error: {
		readonly code: Code;
		readonly message: string;
		readonly details?: readonly Issue[];
	};
	readonly response: Response;
};

/** All answers of an operation: those that it documents, and one that no operation documents. */
export type Result<Responses, Codes> =
	| {
			[Status in keyof Responses]: Status extends keyof Codes
				? Failure<Status, Codes[Status]>
				: Status extends 304
					? Failure<304, "NOT_MODIFIED">
					: Success<Status, DataOf<Responses[Status]>>;
	  }[keyof Responses]
	| Failure<number, "UNEXPECTED_ANSWER">;
type DataOf<Response> = Response extends {
	content: { "application/json": { data: infer Data } };
}
	? Data
	: null;

/** The answers to `prefer: "return=minimal"`: a success has no data. */
export type Minimal<Responses, Codes> =
	| Extract<Result<Responses, Codes>, { readonly ok: false }>
	| Success<201 | 204, null>;
/** The answers without that preference. */
export type Full<Responses, Codes> = Result<Omit<Responses, 204>, Codes>;

/** A failure for those who would rather catch it. */
export class ApiError extends Error {
	readonly status: number;
	readonly code: string;
	readonly details: readonly Issue[];
	/** What to quote when you report it. */
	readonly requestId: string | null;

	constructor({ status, error, response }: Failure<number, string>) {
		super(error.message);
		this.name = "ApiError";
		this.status = status;
		this.code = error.code;
		this.details = error.details ?? [];
		this.requestId = response.headers.get("X-Request-Id");
	}
}

interface Route {
	readonly method: string;
	readonly path: string;
	readonly query?: readonly string[];
	/** Argument to header name. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly secured?: boolean;
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Sends one request and reads its answer. Rejects as `fetch` does: with a `TypeError` where there is no
 * answer, with the signal's reason where the call was aborted.
 */
export async function call(
	{ baseUrl, token, fetch = globalThis.fetch }: ApiOptions,
	route: Route,
	args: Arguments,
	{ signal }: CallOptions = {},
): Promise<never> {
	const path = route.path.replace(/\{(\w+)\}/g, (_, name) =>
		encodeURIComponent(String(args[name])),
	);
	const query = new URLSearchParams();
	for (const name of route.query ?? [])
		if (args[name] !== undefined) query.set(name, String(args[name]));

	const headers = new Headers();
	for (const [name, header] of Object.entries(route.headers ?? {}))
		if (args[name] !== undefined) headers.set(header, String(args[name]));
	if (route.secured && token)
		headers.set("Authorization", `Bearer ${await token()}`);
	if (args.body !== undefined) headers.set("Content-Type", "application/json");

	const init: RequestInit = { method: route.method, headers };
	if (args.body !== undefined) init.body = JSON.stringify(args.body);
	if (signal) init.signal = signal;
	const response = await fetch(
		baseUrl.replace(/\/+$/, "") + path + (query.size > 0 ? `?${query}` : ""),
		init,
	);
	// The operation's own signature says which of its answers this can be.
	return (await read(response)) as never;
}

async function read(
	response: Response,
): Promise<Success<number, unknown> | Failure<number, unknown>> {
	const { status } = response;
	const text = await response.text();
	const envelope = text === "" && response.ok ? { data: null } : parse(text);
	if (response.ok && envelope && "data" in envelope)
		return { ok: true, status, data: envelope.data, response };

	const failed = (error: Failure<number, unknown>["error"]) =>
		({ ok: false, status, error, response }) as const;
	if (status === 304)
		return failed({ code: "NOT_MODIFIED", message: "Not modified" });
	if (!response.ok && envelope?.error) return failed(envelope.error);
	const message = `The server answered ${status} with something that is not this API's JSON`;
	return failed({ code: "UNEXPECTED_ANSWER", message });
}

/** The envelope, where the text is one: a proxy in between may answer with anything. */
function parse(
	text: string,
): { data?: unknown; error?: Failure<number, unknown>["error"] } | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

type Page<Item> = Success<number, readonly Item[]> | Failure<number, string>;

/** Each item of a list, page after page as its `Link` leads. Throws an ApiError where a page fails. */
export async function* walk<Item>(
	fetchPage: (after: { after?: string }) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
	let after: string | null | undefined;
	do {
		const page = await fetchPage(after ? { after } : {});
		if (!page.ok) throw new ApiError(page);
		yield* page.data;
		const next = /<([^>]*)>; rel="next"/.exec(
			page.response.headers.get("Link") ?? "",
		)?.[1];
		after = next && new URL(next, "http://localhost").searchParams.get("after");
	} while (after);
}
