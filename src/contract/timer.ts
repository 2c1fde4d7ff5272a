/** Starts a timer, which calls the function. What it returns stops the timer, and tells whether that was in time. */
export type StartTimer = (over: () => void) => () => boolean;

/** A timer among those that were started before and after it; without neighbours once it is stopped or over. */
interface Timer {
	readonly end: number;
	readonly over: () => void;
	before: Timer | undefined;
	after: Timer | undefined;
}

/** Timers of one length, in milliseconds. All share one of the system's, since nearly all are stopped early. */
export function timers(length: number): StartTimer {
	// In the order in which they were started, and will be over. Linked: a Set would cost a request some microseconds.
	let first: Timer | undefined;
	let last: Timer | undefined;
	let isWaiting = false;

	/** Whether the timer was still in. It then keeps no neighbours: whoever keeps it would keep them all in memory. */
	const remove = (timer: Timer): boolean => {
		const { before, after } = timer;
		if (!before && timer !== first) return false;
		if (before) before.after = after;
		else first = after;
		if (after) after.before = before;
		else last = before;
		timer.before = undefined;
		timer.after = undefined;
		return true;
	};
	const check = () => {
		isWaiting = false;
		const now = performance.now();
		while (first) {
			if (first.end > now) return wait(first.end - now);
			const { over } = first;
			remove(first);
			over();
		}
	};
	const wait = (milliseconds: number) => {
		isWaiting = true;
		setTimeout(check, Math.ceil(milliseconds)).unref();
	};

	return (over) => {
		const timer: Timer = { end: performance.now() + length, over, before: last, after: undefined };
		if (last) last.after = timer;
		else first = timer;
		last = timer;
		if (!isWaiting) wait(length);
		return () => remove(timer);
	};
}
