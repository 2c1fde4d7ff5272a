import pino, { type Logger } from "pino";
import type { LogLevel } from "./config.ts";
import { type Exchange, Problem } from "./contract/index.ts";

export type { Logger };

/** The process's log: JSON lines on standard output, written out at least once a second and at the end. */
export function createLog(level: LogLevel): Logger {
	const destination = pino.destination({
		dest: 1,
		sync: false,
		minLength: 4096,
		periodicFlush: 1000,
	});
	process.on("exit", () => destination.flushSync());
	return pino(
		{ level, base: { pid: process.pid }, serializers: { error: describe } },
		destination,
	);
}

/** One line per request. Why it failed is part of it where the failure is the service's own. */
export function logExchange(
	log: Logger,
	{ method, route, status, ms, requestId, error }: Exchange,
): void {
	const line = {
		method,
		route,
		status,
		ms: Math.round(ms * 1000) / 1000,
		request_id: requestId,
	};
	if (status >= 500)
		log.error(
			{ ...line, error: error instanceof Problem ? error.cause : error },
			"request",
		);
	else log.info(line, "request");
}

/**
 * What a log may know of an error. PostgreSQL's `detail` and `where` stay out: they quote rows, and rows
 * are the users'.
 */
function describe(error: unknown): object | string {
	if (!(error instanceof Error)) return String(error);
	const { name, message, stack, cause } = error;
	const { code, constraint_name, table_name } = error as unknown as Record<
		string,
		unknown
	>;
	return {
		name,
		code,
		message,
		constraint_name,
		table_name,
		stack,
		...(cause ? { cause: describe(cause) } : {}),
	};
}
