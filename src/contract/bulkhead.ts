import { Problem } from "./problem.ts";
import type { StartTimer } from "./timer.ts";

interface BulkheadOptions {
	/** How much of a caller's work is done at a time. */
	readonly limit: number;
	/** How much more of it may wait for that. */
	readonly queue: number;
	/** The error code of work that may not even wait. */
	readonly code: string;
	/** Times how long work may wait; past it the answer is SERVICE_UNAVAILABLE. */
	readonly startWait: StartTimer;
	/** Delays each refusal: a client refused at once would be back before there is room. */
	readonly startRefusal: StartTimer;
}

/** Keeps any one caller from taking what all of them need: each has a share of their own. */
export interface Bulkhead {
	/** The work may begin at once or when the promise is fulfilled, and must leave. Rejects where there is too much. */
	enter(caller: string): Promise<void> | undefined;
	/** A piece of the caller's work has ended, however it did. */
	leave(caller: string): void;
}

interface Share {
	running: number;
	/** What lets in the work that waits, in order. */
	readonly waiting: Set<() => void>;
}

export function bulkhead({ limit, queue, code, startWait, startRefusal }: BulkheadOptions): Bulkhead {
	const shares = new Map<string, Share>();

	const wait = ({ waiting }: Share) =>
		new Promise<void>((resolve, reject) => {
			const letIn = () => {
				stop();
				resolve();
			};
			const stop = startWait(() => {
				waiting.delete(letIn);
				reject(new Problem("SERVICE_UNAVAILABLE", { cause: "the caller's share was in use all the time" }));
			});
			waiting.add(letIn);
		});
	const refuse = () =>
		new Promise<void>((_, reject) => {
			startRefusal(() => reject(new Problem(code)));
		});

	return {
		enter(caller) {
			const share = shares.get(caller);
			if (!share) shares.set(caller, { running: 1, waiting: new Set() });
			else if (share.running < limit) share.running += 1;
			else return share.waiting.size < queue ? wait(share) : refuse();
			return undefined;
		},
		leave(caller) {
			const share = shares.get(caller);
			if (!share) return;
			const [next] = share.waiting;
			if (next) {
				// It takes over the place.
				share.waiting.delete(next);
				next();
			} else if (share.running > 1) share.running -= 1;
			else shares.delete(caller);
		},
	};
}
