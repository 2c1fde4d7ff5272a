import type { Begin } from "./deadline.ts";
import { Problem } from "./problem.ts";

export interface BulkheadOptions {
	/** How much of a caller's work is under way at a time. */
	readonly limit: number;
	/** How much more of it may wait for that. */
	readonly queue: number;
	/** The error code of the work that may not even wait. None of it was begun. */
	readonly code: string;
	/** Begins the time for which work may wait; past it the answer is SERVICE_UNAVAILABLE. */
	readonly beginWait: Begin;
	/** Begins the time after which work is turned down: sooner, and it would be back before there is room. */
	readonly beginRefusal: Begin;
}

/**
 * Does a caller's work, or lets it wait for what they have under way.
 * Rejects with the bulkhead's Problem where there is too much of it; else gives back and throws what the work does.
 */
export type Bulkhead = <Result>(
	caller: string,
	work: () => Result | Promise<Result>,
) => Result | Promise<Result>;

interface Share {
	running: number;
	/** What begins the work that waits, the first one first. */
	readonly waiting: Set<() => void>;
	/** Ends one that runs, so that the next one can begin. */
	readonly leave: () => void;
}

/** Keeps any one caller from taking what all of them need: each has a share of their own. */
export function bulkhead({
	limit,
	queue,
	code,
	beginWait,
	beginRefusal,
}: BulkheadOptions): Bulkhead {
	const shares = new Map<string, Share>();

	const shareOf = (caller: string): Share => {
		const known = shares.get(caller);
		if (known) return known;
		const waiting: Share["waiting"] = new Set();
		const share: Share = {
			running: 0,
			waiting,
			leave() {
				share.running -= 1;
				const [next] = waiting;
				if (next) next();
				else if (share.running === 0) shares.delete(caller);
			},
		};
		shares.set(caller, share);
		return share;
	};

	return (caller, work) => {
		const share = shareOf(caller);
		const { waiting, leave } = share;
		const run = () => {
			share.running += 1;
			let result: ReturnType<typeof work>;
			try {
				result = work();
			} catch (thrown) {
				leave();
				throw thrown;
			}
			if (result instanceof Promise) result.then(leave, leave);
			else leave();
			return result;
		};

		if (share.running < limit) return run();
		if (waiting.size >= queue)
			return new Promise((_, reject) => {
				beginRefusal(() => reject(new Problem(code)));
			});
		return new Promise((resolve, reject) => {
			const begin = () => {
				end();
				waiting.delete(begin);
				try {
					resolve(run());
				} catch (thrown) {
					reject(thrown);
				}
			};
			const end = beginWait(() => {
				waiting.delete(begin);
				reject(new Problem("SERVICE_UNAVAILABLE"));
			});
			waiting.add(begin);
		});
	};
}
