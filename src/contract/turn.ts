/**
 * Lets work wait for the event loop's next turn where this one has been long; undefined where it has not. Bun accepts
 * connections in a loop until none is waiting, and answers each within that loop: clients that come back at once would
 * keep it from ever going round, and everybody else waiting.
 */
export type Turn = (now: number) => Promise<void> | undefined;

/** Keeps the event loop's turns from being much longer than this, in milliseconds. */
export function turns(longest: number): Turn {
	let began: number | undefined;
	const end = () => {
		began = undefined;
	};
	const isLong = (now: number): boolean => {
		if (began !== undefined) return now - began > longest;
		began = now;
		setImmediate(end);
		return false;
	};
	const nextTurn = async () => {
		do await new Promise((resolve) => setImmediate(resolve));
		while (isLong(performance.now()));
	};
	return (now) => (isLong(now) ? nextTurn() : undefined);
}
