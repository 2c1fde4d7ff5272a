import { AsyncLocalStorage } from "node:async_hooks";

/** What the work for a request can look up about it. */
export interface RequestContext {
	readonly requestId: string;
	readonly traceId: string | undefined;
	/** For how long statements have run for it or waited to, in milliseconds. */
	statementMs: number;
	/** Since when one runs or waits, by `performance.now()`. */
	statementSince: number | undefined;
}

export const contextOf = (request: Request): RequestContext => ({
	requestId: requestIdOf(request),
	traceId: traceIdOf(request),
	statementMs: 0,
	statementSince: undefined,
});

const contexts = new AsyncLocalStorage<RequestContext>();

/** Whatever the work leads to, also later on, finds the request with `currentRequest`. */
export const withRequest = <Result>(context: RequestContext, work: () => Result): Result => contexts.run(context, work);

export const currentRequest = (): RequestContext | undefined => contexts.getStore();

/** The client's own request id where it can go into a log and a header as it is, else a new one. */
export function requestIdOf(request: Request): string {
	const sent = request.headers.get("x-request-id");
	return sent && /^[\w.:+/=-]{1,128}$/.test(sent) ? sent : crypto.randomUUID();
}

/** The trace id of a request's `traceparent` (W3C Trace Context, section 3.2), where it has a valid one. */
export function traceIdOf(request: Request): string | undefined {
	const sent = request.headers.get("traceparent");
	if (sent === null) return undefined;
	const [, version, traceId, parentId, rest] = traceparent.exec(sent) ?? [];
	const isValid =
		version !== "ff" &&
		// Only a version that we do not know may have more to say.
		(version !== "00" || rest === "") &&
		traceId !== noTrace &&
		parentId !== noParent;
	return isValid ? traceId : undefined;
}

const traceparent = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(|-.*)$/;
const noTrace = "0".repeat(32);
const noParent = "0".repeat(16);
