/**
 * Begins a span; when it is over, the function is called. What it gives back ends it before that, and tells whether
 * it came in time.
 */
export type Begin = (over: () => void) => () => boolean;

/**
 * Spans of the same length, in milliseconds, any number at a time, all on one timer: a timer for each would be
 * set twice per request, and hardly ever go off.
 */
export function deadline(length: number): Begin {
	// In the order in which they began, which is the order in which they will be over.
	const spans = new Set<{ readonly end: number; readonly over: () => void }>();
	let isTimed = false;

	const check = () => {
		isTimed = false;
		const now = performance.now();
		for (const span of spans) {
			if (span.end > now) return wait(span.end - now);
			spans.delete(span);
			span.over();
		}
	};
	const wait = (milliseconds: number) => {
		isTimed = true;
		setTimeout(check, Math.ceil(milliseconds)).unref();
	};

	return (over) => {
		const span = { end: performance.now() + length, over };
		spans.add(span);
		if (!isTimed) wait(length);
		return () => spans.delete(span);
	};
}
