/**
 * How long requests take with a few users, and then with many, in the same run. What became of the one and of the other
 * is compared afterwards, by `load/run/growth.ts`: k6 cannot divide one metric by another.
 *
 * The few think a tenth as long. With everybody's 1 to 3 seconds, ten of them would take half an hour for the
 * requests that a p99 of each operation wants; and what they find is rather faster so, since the caches are warm.
 */
import { Gauge, Trend } from "k6/metrics";
import { thinkFast } from "./pause.ts";
import type { OperationId } from "./requests.ts";
import { type Observe, session, sessionOperations } from "./session.ts";
import { withinSlo } from "./thresholds.ts";
import type { User } from "./users.ts";

/** A span of time in which all requests of the session's operations are counted. */
interface Phase {
	/** Tells when it begins and ends, by the clock that the service's log goes by. */
	readonly measure: (begin: number, end: number) => Observe;
	readonly durations: string;
}

function phase(name: string): Phase {
	const durations = `${name}_duration`;
	const trend = new Trend(durations, true);
	const begins = new Gauge(`${name}_begins`);
	const ends = new Gauge(`${name}_ends`);
	return {
		durations,
		measure(begin, end) {
			begins.add(begin);
			ends.add(end);
			return (operation, milliseconds) => {
				const now = Date.now();
				if (now > begin && now < end) trend.add(milliseconds, { operation });
			};
		},
	};
}
const few = phase("few");
export const many = phase("many");

/** The contract's times for both. */
export const phaseThresholds = {
	...withinSlo(sessionOperations, { metric: few.durations }),
	...withinSlo(sessionOperations, { metric: many.durations }),
};

/**
 * Lets a few users work for some seconds, after some more to warm up. For `setup`. Throws where an operation was not
 * measured often enough.
 */
export async function measureFew(
	users: readonly User[],
	{ warmUp, measured }: { warmUp: number; measured: number },
): Promise<void> {
	const begin = Date.now() + warmUp * 1000;
	const end = begin + measured * 1000;
	const observe = few.measure(begin, end);
	const counts: Partial<Record<OperationId, number>> = {};
	await Promise.all(
		users.map(async (user) => {
			await thinkFast();
			while (Date.now() < end)
				await session(user, {
					think: thinkFast,
					observe: (operation, milliseconds) => {
						observe(operation, milliseconds);
						counts[operation] = (counts[operation] ?? 0) + 1;
					},
				});
		}),
	);
	for (const operation of sessionOperations)
		if ((counts[operation] ?? 0) < 100)
			throw new Error(`${operation} was measured only ${counts[operation] ?? 0} times: give the baseline more time`);
}
