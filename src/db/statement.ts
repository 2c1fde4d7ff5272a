import type { StartTimer } from "../contract/index.ts";
import type { Connection, Parameter } from "./connection/connection.ts";
import { classOf, codeOf, isAnswer, isUnavailable, serviceUnavailable } from "./failure.ts";
import type { Pool } from "./pool/pool.ts";
import { type OnSlow, startWatch } from "./stopwatch.ts";

/** What has become of statements so far. */
export interface StatementCounts {
	statements: number;
	/** How many failed, by the class of their failure. */
	readonly failures: Map<string, number>;
}

interface RunnerOptions {
	readonly pool: Pool;
	readonly counts: StatementCounts;
	/** Called whenever PostgreSQL has answered, with the time by `performance.now()`. */
	readonly onAnswer: (now: number) => void;
	readonly onSlow: OnSlow;
}

/** `startTimer` limits its time, `lend` is how the pool gives it a connection. */
type RunStatement = <Row>(
	statement: string,
	parameters: readonly Parameter[],
	startTimer: StartTimer,
	lend: Pool["lend"],
) => Promise<Row[]>;

/**
 * A statement's way, in this order: it waits for a connection, is sent, and gives the connection back when it has
 * succeeded or failed. Wherever it is when its time is over, it fails there and then; what runs is left to the pool.
 */
export function statementRunner({ pool, counts, onAnswer, onSlow }: RunnerOptions): RunStatement {
	const count = (failure: string) => counts.failures.set(failure, (counts.failures.get(failure) ?? 0) + 1);

	return <Row>(statement: string, parameters: readonly Parameter[], startTimer: StartTimer, lend: Pool["lend"]) =>
		new Promise<Row[]>((resolve, reject) => {
			let connection: Connection | undefined;
			let running: Promise<Row[]>;
			let isRepeated = false;
			let isOver = false;
			counts.statements += 1;
			const watch = startWatch(statement, onSlow);
			const stopTimer = startTimer(() => {
				isOver = true;
				watch.stop(true);
				count("deadline");
				reject(serviceUnavailable("no answer within the deadline"));
				if (connection) void pool.giveUp(connection, running);
			});

			const take = (lent: Connection) => {
				if (isOver) return queueMicrotask(() => pool.giveBack(lent));
				connection = lent;
				watch.sent();
				running = lent.query<Row>(statement, parameters);
				running.then(
					(rows) => succeed(lent, rows),
					(error) => fail(lent, error),
				);
			};
			const refuse = (reason: unknown) => {
				if (isOver) return;
				stopTimer();
				watch.stop();
				count(classOf(reason));
				reject(serviceUnavailable(reason));
			};
			const succeed = (lent: Connection, rows: Row[]) => {
				onAnswer(isOver ? performance.now() : watch.stop());
				if (isOver) return;
				stopTimer();
				pool.giveBack(lent);
				resolve(rows);
			};
			const fail = (lent: Connection, error: unknown) => {
				if (isAnswer(error)) onAnswer(performance.now());
				if (isOver) return;
				connection = undefined;
				if (isAnswer(error)) pool.giveBack(lent);
				else pool.drop(lent);
				if (!isRepeated && mayRepeat(statement, error)) {
					isRepeated = true;
					return lend({ take, refuse });
				}
				stopTimer();
				watch.stop();
				count(classOf(error));
				reject(isUnavailable(error) ? serviceUnavailable(error) : error);
			};
			lend({ take, refuse });
		});
}

/** A read whose connection was lost, or anything that was cancelled in place of the statement before it. */
const mayRepeat = (statement: string, error: unknown): boolean =>
	codeOf(error) === "57014" || // query_canceled
	(!isAnswer(error) && /^\s*(--.*\s+)?select\b/i.test(statement));
