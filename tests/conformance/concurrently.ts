/** How many requests are under way at a time: a deployment is far away, and one user has a share of it only. */
const width = 8;

/** Does the work for each item, several at a time; the results are in the items' order. */
export async function concurrently<Item, Result>(
	items: readonly Item[],
	work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	const rest = items.entries();
	const worker = async () => {
		for (const [index, item] of rest) results[index] = await work(item);
	};
	await Promise.all(Array.from({ length: width }, worker));
	return results;
}
