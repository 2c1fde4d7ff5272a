import { Problem } from "../contract/index.ts";

/** The codes of failures to reach a server, or of one that takes no writes for the moment. */
const passing = new Set([
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
	"25006", // read_only_sql_transaction
	"55P03", // lock_not_available, after lock_timeout
]);
/** The codes of refusals that only another configuration, here or there, can end. */
const lasting = new Set([
	"28000", // invalid_authorization_specification
	"28P01", // invalid_password
	"3D000", // invalid_catalog_name
	"42P01", // undefined_table, while a backup is being restored
]);
/** SQLSTATE classes (PostgreSQL manual, appendix A) of the same meaning. */
const passingClasses = new Set([
	"08", // connection exception
	"40", // transaction rollback, at an isolation level above the default
	"53", // insufficient resources
	"57", // operator intervention
	"58", // system error
]);

/** An error with a code, as the system's own errors have one. */
export const errorWithCode = (code: string, message: string): Error => Object.assign(new Error(message), { code });

/** The error's code: a SQLSTATE, or postgres.js's or the system's own word. */
export const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? "");

/** A SQLSTATE's class, `connection` for the driver's and the system's codes, `no_connection` where none was free. */
export function classOf(error: unknown): string {
	const code = codeOf(error);
	if (code === "") return error instanceof Error ? "other" : "no_connection";
	return isSqlState(code) ? code.slice(0, 2) : "connection";
}

/** Whether the database could not be reached or could not serve. */
export const isUnavailable = (error: unknown): boolean => isPassing(error) || lasting.has(codeOf(error));

const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

/** Whether trying again later may help. */
export function isPassing(error: unknown): boolean {
	const code = codeOf(error);
	return passing.has(code) || (isSqlState(code) && passingClasses.has(code.slice(0, 2)));
}

/** Whether PostgreSQL answered, if only that it will not; any other failure leaves the connection of no use. */
export const isAnswer = (error: unknown): boolean => (error as { severity?: unknown } | null)?.severity === "ERROR";

export const serviceUnavailable = (cause: unknown): Problem => new Problem("SERVICE_UNAVAILABLE", { cause });
