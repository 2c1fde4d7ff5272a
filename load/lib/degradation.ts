/**
 * How much slower requests become under load, measured against a few users in the same run.
 *
 * k6 cannot divide one metric by another, and virtual users share nothing but what `setup` returns. So the few
 * users work in `setup`, and every request under load is compared with what they measured: where at most 5 % of
 * an operation's requests take longer than 1.1 times their p95, its p95 is at most 10 % higher; where at most
 * 1 % take longer than 1.1 times their p99, its p99 is.
 *
 * The few think a tenth as long. With everybody's 1 to 3 seconds, ten of them would take half an hour for the
 * requests that a p99 of each operation wants; and what they find is rather faster so, since the caches are warm.
 */
import { Rate, Trend } from "k6/metrics";
import { thinkFast } from "./pause.ts";
import type { OperationId } from "./requests.ts";
import { type Observe, session, sessionOperations } from "./session.ts";
import { tagged, withinSlo } from "./thresholds.ts";
import type { User } from "./users.ts";

const calm = new Trend("baseline_duration", true);
const busy = new Trend("loaded_duration", true);
const beyond = {
	p95: new Rate("slower_than_baseline_p95"),
	p99: new Rate("slower_than_baseline_p99"),
};

/** The times, in milliseconds, that 95 and 99 % of an operation's requests must keep under load. */
export type Bounds = Readonly<
	Partial<Record<OperationId, { readonly p95: number; readonly p99: number }>>
>;

/** The contract's times for both, and the comparison. */
export const degradationThresholds = {
	...withinSlo(sessionOperations, { metric: "baseline_duration" }),
	...withinSlo(sessionOperations, { metric: "loaded_duration" }),
	...Object.fromEntries(
		sessionOperations.flatMap((operation) => [
			[tagged("slower_than_baseline_p95", { operation }), ["rate<=0.05"]],
			[tagged("slower_than_baseline_p99", { operation }), ["rate<=0.01"]],
		]),
	),
};

/**
 * Lets the users work for some seconds, after some more to warm up, and gives back how slow each operation may
 * become: by at most this share. For `setup`. Throws where an operation was not measured often enough.
 */
export async function measureBounds(
	users: readonly User[],
	{
		warmUp,
		measured,
		degradation,
	}: { warmUp: number; measured: number; degradation: number },
): Promise<Bounds> {
	const begin = Date.now() + warmUp * 1000;
	const end = begin + measured * 1000;
	const durations: Partial<Record<OperationId, number[]>> = {};
	const observe: Observe = (operation, milliseconds) => {
		if (Date.now() < begin || Date.now() > end) return;
		calm.add(milliseconds, { operation });
		durations[operation] ??= [];
		durations[operation]?.push(milliseconds);
	};
	await Promise.all(
		users.map(async (user) => {
			await thinkFast();
			while (Date.now() < end)
				await session(user, { think: thinkFast, observe });
		}),
	);
	return Object.fromEntries(
		sessionOperations.map((operation) => {
			const all = (durations[operation] ?? []).toSorted((a, b) => a - b);
			if (all.length < 100)
				throw new Error(
					`${operation} was measured only ${all.length} times: give the baseline more time`,
				);
			const bound = (share: number) => quantile(all, share) * (1 + degradation);
			return [operation, { p95: bound(0.95), p99: bound(0.99) }];
		}),
	);
}

/** Compares requests under load with the bounds. */
export const compareWith =
	(bounds: Bounds): Observe =>
	(operation, milliseconds) => {
		const bound = bounds[operation];
		if (!bound) return;
		busy.add(milliseconds, { operation });
		beyond.p95.add(milliseconds > bound.p95, { operation });
		beyond.p99.add(milliseconds > bound.p99, { operation });
	};

/** The value below which this share of the sorted values lies, as k6 interpolates it. */
function quantile(sorted: readonly number[], share: number): number {
	const at = share * (sorted.length - 1);
	const below = sorted[Math.floor(at)] ?? Number.NaN;
	const above = sorted[Math.ceil(at)] ?? Number.NaN;
	return below + (above - below) * (at - Math.floor(at));
}
