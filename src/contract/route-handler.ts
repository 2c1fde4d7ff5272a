import type { Observe } from "./exchange.ts";
import { Problem } from "./problem.ts";
import { contextOf, withRequest } from "./request-context.ts";
import type { HttpResponse, ToErrorResponse } from "./response.ts";
import type { StartTimer } from "./timer.ts";
import type { Turn } from "./turn.ts";

interface Context {
	request: Request;
	params: Record<string, string>;
	set: { status?: number | string; headers: Record<string, string | number | undefined> };
}
/** What Elysia makes the response of, with the status and the headers that were set. */
type Content = string | Response;
/** Answers a request, whose path parameters are as they were sent. */
export type Handle = (request: Request, params: Record<string, string>) => HttpResponse | Promise<HttpResponse>;

interface RouteOptions {
	readonly route: string;
	readonly operation: string | undefined;
	readonly handle: Handle;
	readonly toErrorResponse: ToErrorResponse;
	/** Times the request; past its end the answer is SERVICE_UNAVAILABLE. */
	readonly startTimer: StartTimer;
	readonly turn: Turn;
	readonly observe: Observe;
}

/** Makes the Elysia handler of a route: gives every answer a request id, keeps the deadline, and observes. */
export function routeHandler(options: RouteOptions) {
	const { route, operation, handle, toErrorResponse, startTimer, turn, observe } = options;

	const respond = (
		request: Request,
		params: Record<string, string>,
		set: Context["set"],
	): Content | Promise<Content> => {
		const started = performance.now();
		const context = contextOf(request);
		// Without a header by now, Elysia would send none that is set later.
		set.headers["x-request-id"] = context.requestId;

		const finish = (response: HttpResponse, error?: unknown): Content => {
			const { requestId, traceId } = context;
			const now = performance.now();
			const { statementMs, statementSince = now } = context;
			observe({
				method: request.method,
				route,
				operation,
				status: response.status,
				code: response.code,
				ms: now - started,
				statementMs: statementMs + now - statementSince,
				requestId,
				traceId,
				error,
			});
			return contentOf(response, set);
		};
		const refuse = (thrown: unknown) => finish(toErrorResponse(thrown), thrown);

		const inTime = (answer: Promise<HttpResponse>) =>
			new Promise<Content>((resolve) => {
				const stopTimer = startTimer(() =>
					resolve(refuse(new Problem("SERVICE_UNAVAILABLE", { cause: "the request took longer than its deadline" }))),
				);
				answer.then(
					(done) => stopTimer() && resolve(finish(done)),
					(thrown) => stopTimer() && resolve(refuse(thrown)),
				);
			});

		const work = () => handle(request, params);
		try {
			const answer = withRequest(context, () => {
				const nextTurn = turn(started);
				return nextTurn ? nextTurn.then(work) : work();
			});
			return answer instanceof Promise ? inTime(answer) : finish(answer);
		} catch (thrown) {
			return refuse(thrown);
		}
	};

	// Elysia reads this function's source, minified in the binary. Naming the three properties spares it the rest of the
	// context. A call right behind `return` would count as asynchronous, and be awaited: naming the result twice keeps
	// the bundler from putting it there.
	return ({ request, params, set }: Context) => {
		const content = respond(request, params, set);
		return content && content;
	};
}

/** Tells Elysia the status and the headers, and gives back the content. */
function contentOf({ status, headers, body }: HttpResponse, set: Context["set"]): Content {
	set.status = status;
	for (const name in headers) set.headers[name] = headers[name];
	if (body !== null) set.headers["content-type"] = "application/json";
	return body ?? new Response(null, { status });
}
