import type { Connection } from "./connection.ts";

/** A statement that waits for a connection. */
export interface Waiter {
	take(connection: Connection): void;
	refuse(reason: unknown): void;
}

/** First come, first served. */
export interface Line {
	readonly length: number;
	join(waiter: Waiter): void;
	/** Takes the first one out. */
	next(): Waiter | undefined;
	/** Sends everybody away. */
	clear(reason: unknown): void;
}

/**
 * A line in which nobody waits longer than this, in milliseconds. It is as long as what the database gets done in that
 * time; those for whom it is too long are refused when their time is over, which nobody can repeat faster than that.
 */
export function createLine(patience: number, reason: () => unknown): Line {
	let waiting: { readonly waiter: Waiter; readonly since: number }[] = [];
	// Shifting an array costs by its length: those before this place have left.
	let first = 0;
	let isTimed = false;

	const next = (): Waiter | undefined => {
		const { waiter } = waiting[first] ?? {};
		if (!waiter) return undefined;
		first += 1;
		if (first === waiting.length || first === 1024) {
			waiting = waiting.slice(first);
			first = 0;
		}
		return waiter;
	};
	const refuseLate = () => {
		isTimed = false;
		const latest = performance.now() - patience;
		for (;;) {
			const head = waiting[first];
			if (!head) return;
			if (head.since > latest) return time(head.since - latest);
			next()?.refuse(reason());
		}
	};
	const time = (milliseconds: number) => {
		isTimed = true;
		setTimeout(refuseLate, Math.ceil(milliseconds)).unref();
	};

	return {
		get length() {
			return waiting.length - first;
		},
		join(waiter) {
			waiting.push({ waiter, since: performance.now() });
			if (!isTimed) time(patience);
		},
		next,
		clear(why) {
			for (let waiter = next(); waiter; waiter = next()) waiter.refuse(why);
		},
	};
}
