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
				: Success<Status, DataOf<Responses[Status]>>;
	  }[keyof Responses]
	| Failure<number, "UNEXPECTED_ANSWER">;
type DataOf<Response> = Response extends {
	content: { "application/json": { data: infer Data } };
}
	? Data
	: null;

interface Route {
	readonly method: string;
	readonly path: string;
	readonly query?: readonly string[];
	/** Argument to header name. */
	readonly headers?: Readonly<Record<string, string>>;
	readonly secured?: boolean;
}

/**
 * Sends one request and reads its answer. Rejects as `fetch` does: with a `TypeError` where there is no
 * answer, with the signal's reason where the call was aborted.
 */
export async function call<Answer>(
	{ baseUrl, token, fetch = globalThis.fetch }: ApiOptions,
	route: Route,
	args: Readonly<Record<string, unknown>>,
	{ signal }: CallOptions = {},
): Promise<Answer> {
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
	return (await read(response)) as Answer;
}

async function read(response: Response): Promise<Result<unknown, unknown>> {
	const { status } = response;
	const text = await response.text();
	const envelope = text === "" && response.ok ? { data: null } : parse(text);
	if (response.ok && envelope && "data" in envelope)
		return { ok: true, status, data: envelope.data, response } as Success<
			number,
			unknown
		> as never;
	if (!response.ok && envelope?.error)
		return { ok: false, status, error: envelope.error, response } as never;
	const message = `The server answered ${status} with something that is not this API's JSON`;
	return {
		ok: false,
		status,
		error: { code: "UNEXPECTED_ANSWER", message },
		response,
	};
}

/** The envelope, where the text is one: a proxy in between may answer with anything. */
function parse(text: string): { data?: unknown; error?: unknown } | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}
