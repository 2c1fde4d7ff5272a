import postgres from "postgres";
import { deadline as spans } from "../contract/index.ts";
import { codeOf, isUnavailable, serviceUnavailable } from "./failure.ts";

export interface Database {
	/**
	 * Runs one statement with its parameters (`$1`, `$2`, …) and gives back its rows. Throws
	 * SERVICE_UNAVAILABLE where the database cannot be reached, does not answer within the deadline, or too
	 * many statements are waiting for it; any other error is PostgreSQL's own.
	 */
	query<Row>(
		statement: string,
		parameters: readonly Parameter[],
	): Promise<Row[]>;
	/** Lets running statements finish, for at most the deadline, and closes all connections. */
	close(): Promise<void>;
}

export type Parameter = string | number | boolean | null;

export interface DatabaseOptions {
	readonly url: string;
	/** The most connections. */
	readonly size: number;
	/** How long a statement may take, waiting for a connection included, in milliseconds. */
	readonly deadline: number;
	/** How many statements may wait for a connection. */
	readonly waiting?: number;
}

/** A pool of connections that is replaced as a whole when a failure says that it cannot be trusted. */
export function createDatabase({
	url,
	size,
	deadline,
	waiting = 1000,
}: DatabaseOptions): Database {
	const open = () => connect(url, size, deadline);
	const begin = spans(deadline);
	let pool = open();
	let running = 0;

	// postgres.js can hang for good on a connection that died under a query, so that one which died, or took
	// too long, condemns the pool. What still runs there has a second to finish.
	const replace = (distrusted: postgres.Sql) => {
		if (distrusted !== pool) return;
		pool = open();
		void distrusted.end({ timeout: 1 });
	};

	return {
		query<Row>(statement: string, parameters: readonly Parameter[]) {
			if (running >= size + waiting)
				return Promise.reject(
					serviceUnavailable("too many statements are waiting"),
				);
			const used = pool;
			running += 1;
			return new Promise<Row[]>((resolve, reject) => {
				const end = begin(() => {
					running -= 1;
					reject(serviceUnavailable(`no answer within ${deadline} ms`));
					replace(used);
				});
				used.unsafe(statement, [...parameters], { prepare: true }).then(
					(rows) => {
						if (end()) running -= 1;
						resolve(rows as unknown as Row[]);
					},
					(error) => {
						if (end()) running -= 1;
						if (isDead(error)) replace(used);
						reject(isUnavailable(error) ? serviceUnavailable(error) : error);
					},
				);
			});
		},
		close: () => pool.end({ timeout: deadline / 1000 }),
	};
}

/**
 * Runs several statements as one, for commands: all of them or, where one fails, none. Requests never need this.
 * Throws what the work throws.
 */
export async function inTransaction<Result>(
	url: string,
	work: (db: Pick<Database, "query">) => Promise<Result>,
): Promise<Result> {
	const sql = connect(url, 1, 10_000);
	try {
		return (await sql.begin((transaction) =>
			work({
				query: <Row>(statement: string, parameters: readonly Parameter[]) =>
					transaction.unsafe(statement, [
						...parameters,
					]) as Promise<unknown> as Promise<Row[]>,
			}),
		)) as Result;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

/** Whether the error tells of a connection that was established and then lost. */
const isDead = (error: unknown): boolean =>
	["CONNECTION_CLOSED", "ECONNRESET", "EPIPE", "57P01", "57P02"].includes(
		codeOf(error),
	);

/** Connections with the service's settings, made as they are needed; the deadline is in milliseconds. */
export function connect(
	url: string,
	size: number,
	deadline: number,
): postgres.Sql {
	const options = {
		max: size,
		// One statement at a time per connection: faster here, and a lost connection takes only one with it.
		max_pipeline: 1,
		// In seconds: a server that is back is used at once.
		backoff: () => 0.1,
		connect_timeout: deadline / 1000,
		// Nothing here uses array parameters, which are what the extra round trip would be for.
		fetch_types: false,
		onnotice: () => {},
		connection: { TimeZone: "UTC", application_name: "tasks-api" },
		types: {
			bigint: { to: 20, from: [20], parse: exact, serialize: String },
			// As text, since a Date would lose the microseconds.
			date: { to: 1184, from: [1184], parse: rfc3339, serialize: String },
		},
	};
	return postgres(driverUrl(url), options) as unknown as postgres.Sql;
}

/** The address without what libpq alone understands: a server would refuse it as a setting. */
export function driverUrl(url: string): string {
	const parsed = new URL(url);
	parsed.searchParams.delete("channel_binding");
	return parsed.href;
}

/** A bigint as a number. Throws where a number would only come near it: that would be another task's id. */
function exact(text: string): number {
	const number = Number(text);
	if (!Number.isSafeInteger(number))
		throw new RangeError(`${text} is too large for a JSON number`);
	return number;
}

/** PostgreSQL's `2026-02-05 09:30:00.123456+00` in RFC 3339; the session's time zone is UTC. */
const rfc3339 = (text: string): string =>
	`${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
