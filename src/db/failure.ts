import { Problem } from "../contract/index.ts";

/** The codes of failures to reach a server, or of one that shuts down, starts up or has no room. */
const unavailable = new Set([
	"ECONNREFUSED",
	"ECONNRESET",
	"EPIPE",
	"ETIMEDOUT",
	"ENOTFOUND",
	"EAI_AGAIN",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"CONNECT_TIMEOUT",
	"CONNECTION_CLOSED",
	"CONNECTION_ENDED",
	"CONNECTION_DESTROYED",
	"28000", // invalid_authorization_specification
	"28P01", // invalid_password
	"3D000", // invalid_catalog_name
	"25006", // read_only_sql_transaction: a standby takes no writes
]);
/** SQLSTATE classes (PostgreSQL manual, appendix A) of the same meaning. */
const unavailableClasses = new Set([
	"08", // connection exception
	"53", // insufficient resources
	"57", // operator intervention
	"58", // system error
]);

/** The error's code: a SQLSTATE, or postgres.js's or the system's own word. */
export const codeOf = (error: unknown): string =>
	String((error as { code?: unknown } | null)?.code ?? "");

/** Whether the database could not be reached or could not serve: trying again later may help. */
export function isUnavailable(error: unknown): boolean {
	const code = codeOf(error);
	return (
		unavailable.has(code) ||
		(/^[0-9A-Z]{5}$/.test(code) && unavailableClasses.has(code.slice(0, 2)))
	);
}

/** Whether PostgreSQL answered, if only that it will not; any other failure leaves the connection of no use. */
export const isAnswer = (error: unknown): boolean =>
	(error as { severity?: unknown } | null)?.severity === "ERROR";

/** What a client is told of such a failure. */
export const serviceUnavailable = (cause: unknown): Problem =>
	new Problem("SERVICE_UNAVAILABLE", { cause });
