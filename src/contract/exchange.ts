import type { Answer, Failure } from "./answer.ts";
import type { Begin } from "./deadline.ts";
import { Problem } from "./problem.ts";
import type { Turn } from "./turn.ts";

/** One request and its answer, as the log sees it. */
export interface Exchange {
	readonly method: string;
	/** The path template, never the path itself. */
	readonly route: string;
	readonly status: number;
	/** From the arrival of the request's headers to the answer, in milliseconds. */
	readonly ms: number;
	readonly requestId: string;
	/** What a failed answer came from. */
	readonly error?: unknown;
}
export type Observe = (exchange: Exchange) => void;

interface Context {
	request: Request;
	params: Record<string, string>;
	set: {
		status?: number | string;
		headers: Record<string, string | number | undefined>;
	};
}
/** What Elysia makes the response of, together with the status and the headers that were set. */
type Content = string | Response;
/** Makes the answer to a request, whose path parameters are as they were sent. Throws where it failed. */
export type Handle = (
	request: Request,
	params: Record<string, string>,
) => Answer | Promise<Answer>;

interface ExchangeOptions {
	readonly handle: Handle;
	readonly failure: Failure;
	/** Begins the time that a request may take; past it the answer is SERVICE_UNAVAILABLE. */
	readonly begin: Begin;
	readonly turn: Turn;
	readonly observe: Observe;
}

/**
 * Wraps what handles a route's requests into an Elysia handler that gives every answer a request id, keeps the
 * deadline, and observes what comes of it.
 */
export function exchange(
	route: string,
	{ handle, failure, begin, turn, observe }: ExchangeOptions,
) {
	const respond = (
		request: Request,
		params: Record<string, string>,
		set: Context["set"],
	): Content | Promise<Content> => {
		const started = performance.now();
		const requestId = requestIdOf(request);
		// Of what is set later, Elysia sends nothing unless there is a header by now.
		set.headers["x-request-id"] = requestId;

		const finish = (
			{ status, headers, body }: Answer,
			error?: unknown,
		): Content => {
			set.status = status;
			for (const name in headers) set.headers[name] = headers[name];
			if (body !== null) set.headers["content-type"] = "application/json";
			observe({
				method: request.method,
				route,
				status,
				ms: performance.now() - started,
				requestId,
				error,
			});
			return body ?? new Response(null, { status });
		};
		const refuse = (thrown: unknown) => finish(failure(thrown), thrown);

		const inTime = (answer: Promise<Answer>) =>
			new Promise<Content>((resolve) => {
				const end = begin(() =>
					resolve(refuse(new Problem("SERVICE_UNAVAILABLE"))),
				);
				answer.then(
					(done) => end() && resolve(finish(done)),
					(thrown) => end() && resolve(refuse(thrown)),
				);
			});

		try {
			const answer =
				turn(started)?.then(() => handle(request, params)) ??
				handle(request, params);
			return answer instanceof Promise ? inTime(answer) : finish(answer);
		} catch (thrown) {
			return refuse(thrown);
		}
	};

	// Elysia reads this function's source: naming the three properties spares it the rest of the context, and a call
	// right behind `return` would count as asynchronous, and be awaited.
	return ({ request, params, set }: Context) => {
		// biome-ignore lint/style/useConst: Bun would put the call behind the `return`.
		let content: Content | Promise<Content>;
		content = respond(request, params, set);
		return content;
	};
}

/** The client's own request id where it can go into a log and a header as it is, else a new one. */
export function requestIdOf(request: Request): string {
	const sent = request.headers.get("x-request-id");
	return sent && /^[\w.:+/=-]{1,128}$/.test(sent) ? sent : crypto.randomUUID();
}
