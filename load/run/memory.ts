/** How often the memory is looked at, in milliseconds. */
const interval = 1000;

/** Watches the resident memory of a process and its children, in MB, until it is told to stop. */
export function watchMemory(pid: number): { stop(): readonly number[] } {
	const samples: number[] = [];
	const timer = setInterval(async () => {
		const ps = Bun.spawn(["ps", "-A", "-o", "pid=,ppid=,rss="], { stdio: ["ignore", "pipe", "ignore"] });
		const rows = (await new Response(ps.stdout).text()).split("\n").map((line) => line.trim().split(/\s+/).map(Number));
		const kilobytes = rows
			.filter(([own, parent]) => own === pid || parent === pid)
			.reduce((sum, [, , rss = 0]) => sum + rss, 0);
		if (kilobytes > 0) samples.push(kilobytes / 1024);
	}, interval);
	return {
		stop() {
			clearInterval(timer);
			return samples;
		},
	};
}

/**
 * What the memory did: from the second tenth of the run, when everything is warm, to the last. Where growth counts,
 * a quarter more is too much.
 */
export function memoryVerdict(samples: readonly number[], counts: boolean): { text: string; passed: boolean } {
	const tenth = Math.max(1, Math.floor(samples.length / 10));
	const early = median(samples.slice(tenth, 2 * tenth));
	const late = median(samples.slice(-tenth));
	const passed = !counts || late <= early * 1.25;
	const mb = (value: number) => `${Math.round(value)} MB`;
	const figures = `${mb(early)} early, ${mb(late)} at the end, ${mb(Math.max(...samples))} at most`;
	return { text: `Memory of the server: ${figures}${passed ? "" : ": it grew by more than a quarter"}`, passed };
}

const median = (values: readonly number[]): number =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
