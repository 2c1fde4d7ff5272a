/**
 * Begins a span; when it is over, the function is called. What it gives back ends it before that, and tells whether
 * it came in time.
 */
export type Begin = (over: () => void) => () => boolean;

/** A span among those that began before and after it; without neighbours once it has ended or is over. */
interface Span {
	readonly end: number;
	readonly over: () => void;
	before: Span | undefined;
	after: Span | undefined;
}

/**
 * Spans of the same length, in milliseconds, any number at a time, all on one timer: a timer for each would be
 * set twice per request, and hardly ever go off.
 */
export function deadline(length: number): Begin {
	// In the order in which they began, which is the order in which they will be over. They are linked to each other:
	// a Set of them would cost a request some microseconds.
	let first: Span | undefined;
	let last: Span | undefined;
	let isTimed = false;

	/** Takes a span out, unless it is out already. It keeps no neighbours: whoever keeps it would keep them all. */
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
