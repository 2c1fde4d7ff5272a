/** One request and its answer, as the log and the metrics see it. */
export interface Exchange {
	readonly method: string;
	/** The path template, never the path itself. */
	readonly route: string;
	/** The operation's id; undefined where no operation takes the request. */
	readonly operation: string | undefined;
	readonly status: number;
	/** The error code of a failed answer. */
	readonly code: string | undefined;
	/** From the arrival of the headers to the answer, in milliseconds. */
	readonly ms: number;
	/** How much of `ms` statements took, waiting for a connection included. */
	readonly statementMs: number;
	readonly requestId: string;
	readonly traceId: string | undefined;
	/** What a failed answer came from. */
	readonly error?: unknown;
}
export type Observe = (exchange: Exchange) => void;
