/** How often the queue looks for those who have waited too long, in milliseconds. */
const interval = 50;

/** First come, first served. */
interface Queue<Waiter> {
	readonly length: number;
	join(waiter: Waiter): void;
	next(): Waiter | undefined;
	clear(each: (waiter: Waiter) => void): void;
}

/**
 * A queue that refuses whoever has waited for longer than this, in milliseconds. So it is as long as what gets done in
 * that time, and no refusal comes before it is worth asking again.
 */
export function createQueue<Waiter>(patience: number, refuse: (waiter: Waiter) => void): Queue<Waiter> {
	let waiting: ({ readonly waiter: Waiter; readonly since: number } | undefined)[] = [];
	// Shifting an array costs by its length: those before this place have left.
	let first = 0;
	// The time as of the last look: to read it for each waiter would cost more than the rest of the queue.
	let clock = 0;
	let isTimed = false;

	const next = (): Waiter | undefined => {
		const head = waiting[first];
		if (!head) return undefined;
		// Else it would stay in memory with all that its statement finds.
		waiting[first] = undefined;
		first += 1;
		if (first === waiting.length || first === 1024) {
			waiting = waiting.slice(first);
			first = 0;
		}
		return head.waiter;
	};
	const look = () => {
		clock = performance.now();
		for (;;) {
			const head = waiting[first];
			isTimed = head !== undefined;
			if (!head) return;
			if (head.since > clock - patience) break;
			next();
			refuse(head.waiter);
		}
		setTimeout(look, interval).unref();
	};

	return {
		get length() {
			return waiting.length - first;
		},
		join(waiter) {
			if (!isTimed) {
				clock = performance.now();
				isTimed = true;
				setTimeout(look, interval).unref();
			}
			waiting.push({ waiter, since: clock });
		},
		next,
		clear(each) {
			for (let waiter = next(); waiter; waiter = next()) each(waiter);
		},
	};
}
