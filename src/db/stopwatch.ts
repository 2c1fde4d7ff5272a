import { currentRequest, type RequestContext } from "../contract/index.ts";

/** How long a statement may run before it counts as slow, in milliseconds. */
const slow = 200;

export interface SlowStatement {
	/** What the statement calls itself: its text begins with `-- name`. */
	readonly name: string;
	/** How long it ran, and how long it waited for a connection before that. */
	readonly ms: number;
	readonly waitedMs: number;
	/** Whether it was given up at its deadline, and is to be cancelled. */
	readonly givenUp: boolean;
	readonly request: RequestContext | undefined;
}
export type OnSlow = (slow: SlowStatement) => void;

/** Measures a statement for its request's log line; `onSlow` is told where it runs for too long. */
export function startWatch(statement: string, onSlow: OnSlow) {
	const request = currentRequest();
	const asked = performance.now();
	let sent: number | undefined;
	if (request) request.statementSince = asked;
	return {
		sent() {
			sent = performance.now();
		},
		/** It has ended, or is given up. Gives back the time, by `performance.now()`. */
		stop(givenUp = false): number {
			const now = performance.now();
			if (request) {
				request.statementMs += now - asked;
				request.statementSince = undefined;
			}
			if (sent !== undefined && now - sent > slow)
				onSlow({ name: nameOf(statement), ms: now - sent, waitedMs: sent - asked, givenUp, request });
			return now;
		},
	};
}

const nameOf = (statement: string): string => /^\s*-- (\w+)/.exec(statement)?.[1] ?? "unnamed";
