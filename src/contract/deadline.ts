/** Begins a span, and calls the function when it is over. What it returns ends it early, and tells whether in time. */
export type Begin = (over: () => void) => () => boolean;

/** A span among those that began before and after it; without neighbours once it has ended or is over. */
interface Span {
	readonly end: number;
	readonly over: () => void;
	before: Span | undefined;
	after: Span | undefined;
}

/** Spans of the same length, in milliseconds, on one timer: nearly all end early, and a timer for each costs more. */
export function deadline(length: number): Begin {
	// In the order in which they began, and will be over. Linked: a Set would cost a request some microseconds.
	let first: Span | undefined;
	let last: Span | undefined;
	let isTimed = false;

	/** Whether the span was still in. It then keeps no neighbours: whoever keeps it would keep them all in memory. */
	const remove = (span: Span): boolean => {
		const { before, after } = span;
		if (!before && span !== first) return false;
		if (before) before.after = after;
		else first = after;
		if (after) after.before = before;
		else last = before;
		span.before = undefined;
		span.after = undefined;
		return true;
	};
	const check = () => {
		isTimed = false;
		const now = performance.now();
		while (first) {
			if (first.end > now) return wait(first.end - now);
			const { over } = first;
			remove(first);
			over();
		}
	};
	const wait = (milliseconds: number) => {
		isTimed = true;
		setTimeout(check, Math.ceil(milliseconds)).unref();
	};

	return (over) => {
		const span: Span = { end: performance.now() + length, over, before: last, after: undefined };
		if (last) last.after = span;
		else first = span;
		last = span;
		if (!isTimed) wait(length);
		return () => remove(span);
	};
}
