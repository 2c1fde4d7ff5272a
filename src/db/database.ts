import { type Begin, deadline as spans } from "../contract/index.ts";
import type { Parameter, Prepare } from "./connection.ts";
import { commandPatience, connector, withSession } from "./connector.ts";
import { classOf, codeOf, isAnswer, isUnavailable, serviceUnavailable } from "./failure.ts";
import { createPool, type PoolState, type Slot, type Waiter } from "./pool.ts";
import { type OnSlow, startWatch } from "./stopwatch.ts";
import { timed } from "./timed.ts";

export type { Parameter } from "./connection.ts";
export type { SlowStatement } from "./stopwatch.ts";

export interface DatabaseState extends PoolState {
	readonly statements: number;
	/** How many statements failed, by the class of their failure. */
	readonly failures: ReadonlyMap<string, number>;
}

export interface Database {
	/**
	 * Runs one statement. Throws SERVICE_UNAVAILABLE where the database cannot be reached, does not answer within the
	 * deadline, or too many statements wait for it; any other error is PostgreSQL's own.
	 *
	 * A statement may begin with a line `-- name`, by which PostgreSQL's log and ours know it. One that then begins with
	 * `select` is run once more where its connection is lost; any other may have been done already, and is not.
	 */
	query<Row>(statement: string, parameters: readonly Parameter[]): Promise<Row[]>;
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
/** How long an answer proves that the database is there, and how long the next one may take, in milliseconds. */
const freshness = 1000;
const probeLimit = 750;
/** How long each statement of a command's transaction may take, in milliseconds. */
const transactionPatience = 60_000;

export function createDatabase(options: DatabaseOptions): ObservedDatabase {
	const { url, size, deadline, prepare = "if safe", after, onUnprepared } = options;
	const { onChange = () => {}, onSlow = () => {} } = options;
	const open = connector(url, { limit: deadline, prepare });
	let tellUnprepared = prepare === "if safe" ? onUnprepared : undefined;
	const connect: typeof open = async (...how) => {
		const session = await open(...how);
		if (!session.isPrepared) {
			tellUnprepared?.();
			tellUnprepared = undefined;
		}
		return session;
	};
	// A lost connection casts doubt on the database; the next answer removes it.
	const onLoss = () => {
		answeredAt = Number.NEGATIVE_INFINITY;
	};
	const pool = createPool({ connect, size, patience, onChange, onLoss });
	const beginStatement = spans(deadline);
	const beginProbe = spans(probeLimit);
	let answeredAt = Number.NEGATIVE_INFINITY;
	let probe: Promise<void> | undefined;
	let statements = 0;
	const failures = new Map<string, number>();
	const count = (failure: string) => failures.set(failure, (failures.get(failure) ?? 0) + 1);

	if (after) after.then(pool.open, () => {});
	else pool.open();

	const run = <Row>(statement: string, parameters: readonly Parameter[], begin: Begin, lend: typeof pool.lend) =>
		new Promise<Row[]>((resolve, reject) => {
			let used: Slot | undefined;
			let running: Promise<Row[]>;
			let isOver = false;
			let isRepeated = false;
			statements += 1;
			const watch = startWatch(statement, onSlow);
			const end = begin(() => {
				isOver = true;
				watch.stop(true);
				count("deadline");
				reject(serviceUnavailable("no answer within the deadline"));
				if (used) void pool.giveUp(used, running);
			});
			const waiter: Waiter = {
				take(slot) {
					if (isOver) return queueMicrotask(() => pool.giveBack(slot));
					used = slot;
					watch.sent();
					running = slot.connection.run<Row>(statement, parameters);
					running.then(succeed, fail);
				},
				refuse(reason) {
					if (!end()) return;
					watch.stop();
					count(classOf(reason));
					reject(serviceUnavailable(reason));
				},
			};
			const succeed = (rows: Row[]) => {
				answeredAt = isOver ? performance.now() : watch.stop();
				if (!end()) return;
				pool.giveBack(used as Slot);
				resolve(rows);
			};
			const fail = (error: unknown) => {
				if (isAnswer(error)) answeredAt = performance.now();
				if (isOver) return;
				const slot = used as Slot;
				used = undefined;
				if (isAnswer(error)) pool.giveBack(slot);
				else pool.drop(slot);
				if (!isRepeated && mayRepeat(statement, error)) {
					isRepeated = true;
					return lend(waiter);
				}
				end();
				watch.stop();
				count(classOf(error));
				reject(isUnavailable(error) ? serviceUnavailable(error) : error);
			};
			lend(waiter);
		});

	const ask = async () => {
		await run("-- probe\nselect 1", [], beginProbe, pool.lendFirst);
	};

	return {
		query: (statement, parameters) => run(statement, parameters, beginStatement, pool.lend),
		async ready() {
			if (performance.now() - answeredAt < freshness) return;
			probe ??= ask().finally(() => {
				probe = undefined;
			});
			await probe;
		},
		state: () => ({ ...pool.state(), statements, failures }),
		close: () => pool.close(deadline),
	};
}

/** A read whose connection was lost, or anything that was cancelled in place of the statement before it. */
const mayRepeat = (statement: string, error: unknown): boolean =>
	codeOf(error) === "57014" || // query_canceled
	(!isAnswer(error) && /^\s*(--.*\s+)?select\b/i.test(statement));

/**
 * Runs several statements, all or none, for commands; requests never need this. The limit is each statement's, in
 * milliseconds. Throws what the work throws.
 */
export async function inTransaction<Result>(
	url: string,
	work: (db: Pick<Database, "query">) => Promise<Result>,
	limit: number = transactionPatience,
): Promise<Result> {
	return withSession(url, commandPatience, async ({ connection }) => {
		const { run } = timed(connection, limit);
		await run("begin", []);
		// Where it throws, the transaction ends with its session.
		const result = await work({ query: run });
		await run("commit", []);
		return result;
	});
}
