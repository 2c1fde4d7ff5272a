import pino, { type Logger } from "pino";
import type { LogLevel } from "../config.ts";
import { type Exchange, Problem } from "../contract/index.ts";
import type { SlowStatement } from "../db/database.ts";
import { type Output, standardOutput } from "./log-output.ts";

export interface Log {
	/** What happens to the process. */
	readonly events: Logger;
	/** One line per request, with its error where the failure is the service's own. */
	request(exchange: Exchange): void;
	/** The database can no longer be reached, and why; without a failure it is back. */
	databaseChange(failure: unknown): void;
	slowStatement(statement: SlowStatement): void;
	/** Waits until all lines are written, but not for ever where nobody takes them. */
	close(): Promise<void>;
}

export const createLog = (level: LogLevel): Log => logTo(standardOutput(), level);

export function logTo(output: Output, level: LogLevel): Log {
	const { pid } = process;
	const events = pino({ level, base: { pid }, serializers: { error: describe } }, output);
	const isInfo = events.isLevelEnabled("info");

	return {
		events,
		request({ method, route, operation, status, code, ms, statementMs, requestId, traceId, error }) {
			// What is undefined is left out of the line.
			const line = {
				method,
				route,
				operation,
				status,
				code,
				ms: rounded(ms),
				statement_ms: rounded(statementMs),
				request_id: requestId,
				trace_id: traceId,
			};
			if (status >= 500) {
				const cause = error instanceof Problem ? error.cause : error;
				events.error({ ...line, error: cause }, "request");
			} else if (isInfo) {
				// pino's line, put together here: that saves some 7 µs of CPU time per request.
				const start = `{"level":30,"time":${Date.now()},"pid":${pid},`;
				const end = `,"msg":"request"}\n`;
				output.write(start + JSON.stringify(line).slice(1, -1) + end);
			}
		},
		databaseChange(failure) {
			if (failure === undefined) events.info("the database is back");
			else events.warn({ error: failure }, "the database is away");
		},
		slowStatement({ name, ms, waitedMs, givenUp, request }) {
			events.warn(
				{
					statement: name,
					ms: rounded(ms),
					waited_ms: rounded(waitedMs),
					given_up: givenUp,
					request_id: request?.requestId,
					trace_id: request?.traceId,
				},
				"slow statement",
			);
		},
		close: output.close,
	};
}

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** What a log may know of an error. PostgreSQL's `detail` and `where` stay out: they quote users' rows. */
function describe(error: unknown): object | string {
	if (!(error instanceof Error)) return String(error);
	const { name, message, stack, cause } = error;
	const { code, constraint_name, table_name } = error as unknown as Record<string, unknown>;
	return { name, code, message, constraint_name, table_name, stack, ...(cause ? { cause: describe(cause) } : {}) };
}
