import { expect, test } from "bun:test";
import { Histogram, Registry } from "prom-client";
import { durationHistogram } from "../../../src/observe/metrics/durations.ts";

test("our histogram tells the same as prom-client's", async () => {
	const name = "duration_seconds";
	const help = "What it took";
	const buckets = [0.001, 0.05, 0.1, 1];
	const ours = new Registry();
	const theirs = new Registry();
	const observe = durationHistogram(ours, { name, help, buckets });
	const expected = new Histogram({ name, help, buckets, labelNames: ["operation", "status"], registers: [theirs] });
	const durations = [0, ...buckets, 0.0009, 0.0011, 0.07, 0.1000001, 0.9999, 1.1, 60];
	for (const [index, seconds] of durations.entries())
		for (const operation of ["getTask", "listTasks", "none"])
			for (const status of index % 2 ? [200, 404] : [200]) {
				observe(operation, status, seconds);
				expected.observe({ operation, status }, seconds);
			}
	expect(await ours.metrics()).toBe(await theirs.metrics());
	expect((await ours.metrics()).split("\n").length).toBeGreaterThan(40);
});
