/** Lets no more than so many pieces of work go on at a time; the others wait their turn. */
export type Gate = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function gate(width: number): Gate {
	let free = width;
	const waiting: (() => void)[] = [];
	return async (work) => {
		if (free > 0) free -= 1;
		else await new Promise<void>((letIn) => waiting.push(letIn));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			// It takes over the place.
			if (next) next();
			else free += 1;
		}
	};
}
