import { timers } from "../contract/index.ts";
import type { Prepare, Queryable } from "./connection/connection.ts";
import { connector } from "./connection/connector.ts";
import { createPool, type PoolState } from "./pool/pool.ts";
import { type StatementCounts, statementRunner } from "./statement.ts";
import type { OnSlow } from "./stopwatch.ts";

export type { Parameter, Queryable } from "./connection/connection.ts";
export type { SlowStatement } from "./stopwatch.ts";

export interface DatabaseState extends PoolState, Readonly<StatementCounts> {}

export interface Database extends Queryable {
	/**
	 * Runs one statement. Throws SERVICE_UNAVAILABLE where the database cannot be reached, does not answer within the
	 * deadline, or too many statements wait for it; any other error is PostgreSQL's own.
	 *
	 * A statement may begin with a line `-- name`, by which PostgreSQL's log and ours know it. One that then begins with
	 * `select` is run once more where its connection is lost; any other may have been done already, and is not.
	 */
	query: Queryable["query"];
	/** Throws SERVICE_UNAVAILABLE unless the database answers, or did within the last second. */
	ready(): Promise<void>;
	/** Lets running statements finish, within the deadline, and closes all connections. */
	close(): Promise<void>;
}

interface ObservedDatabase extends Database {
	state(): DatabaseState;
}

export interface DatabaseOptions {
	readonly url: string;
	/** The most connections. */
	readonly size: number;
	/** How long a statement may take, waiting for a connection included, in milliseconds. */
	readonly deadline: number;
	readonly prepare?: Prepare;
	/** All statements wait for it. */
	readonly after?: Promise<unknown>;
	/** Called with the reason when the database can no longer be reached, and with undefined when it can again. */
	readonly onChange?: (failure: unknown) => void;
	/** Called once if statements are not prepared because it would not be safe. */
	readonly onUnprepared?: () => void;
	readonly onSlow?: OnSlow;
}

/** How long a statement may wait for a connection, in milliseconds. */
const patience = 1200;
/** How long an answer proves that the database is there, in milliseconds. */
const freshness = 1000;
/** How long the answer to a probe may take, in milliseconds. */
const probeLimit = 750;

export function createDatabase(options: DatabaseOptions): ObservedDatabase {
	const { url, size, deadline, prepare = "if safe", after, onUnprepared } = options;
	const { onChange = () => {}, onSlow = () => {} } = options;
	const open = connector(url, { limit: deadline, prepare });
	let tellUnprepared = prepare === "if safe" ? onUnprepared : undefined;
	const connect: typeof open = async (...how) => {
		const connection = await open(...how);
		if (!connection.isPrepared) {
			tellUnprepared?.();
			tellUnprepared = undefined;
		}
		return connection;
	};

	let answeredAt = Number.NEGATIVE_INFINITY;
	const onAnswer = (now: number) => {
		answeredAt = now;
	};
	// A lost connection casts doubt on the database; the next answer removes it.
	const onLoss = () => {
		answeredAt = Number.NEGATIVE_INFINITY;
	};
	const pool = createPool({ connect, size, patience, onChange, onLoss });
	const counts: StatementCounts = { statements: 0, failures: new Map() };
	const run = statementRunner({ pool, counts, onAnswer, onSlow });
	const statementTimer = timers(deadline);
	const probeTimer = timers(probeLimit);
	let probe: Promise<void> | undefined;

	if (after) after.then(pool.open, () => {});
	else pool.open();

	const ask = async () => {
		await run("-- probe\nselect 1", [], probeTimer, pool.lendFirst);
	};

	return {
		query: (statement, parameters) => run(statement, parameters, statementTimer, pool.lend),
		async ready() {
			if (performance.now() - answeredAt < freshness) return;
			probe ??= ask().finally(() => {
				probe = undefined;
			});
			await probe;
		},
		state: () => ({ ...pool.state(), ...counts }),
		close: () => pool.close(deadline),
	};
}
