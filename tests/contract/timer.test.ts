import { expect, test } from "bun:test";
import { timers } from "../../src/contract/index.ts";

/** Starts a timer; resolves with how long it ran, in milliseconds, once it is over. */
const lasting = (start: ReturnType<typeof timers>) => {
	const started = performance.now();
	return new Promise<number>((resolve) => start(() => resolve(performance.now() - started)));
};

test("each timer is over after the same time, whenever it was started", async () => {
	const start = timers(60);
	const first = lasting(start);
	await Bun.sleep(25);
	const second = lasting(start);
	expect(await first).toBeGreaterThanOrEqual(60);
	expect(await second).toBeGreaterThanOrEqual(60);
});

test("a timer that was stopped is never over, and the next one still is", async () => {
	const start = timers(30);
	const called: string[] = [];
	const stop = start(() => called.push("stopped"));
	const next = lasting(start);
	stop();
	await next;
	expect(called).toEqual([]);
});

test("a timer can be started when all others are over", async () => {
	const start = timers(10);
	await lasting(start);
	expect(await lasting(start)).toBeGreaterThanOrEqual(10);
});

test("of timers that are stopped in any order, each once, the others are over in the order of their starts", async () => {
	const start = timers(30);
	const called: number[] = [];
	const stops = Array.from({ length: 7 }, (_, index) => start(() => called.push(index)));
	for (const at of [3, 4, 0, 6, 1]) expect(stops[at]?.()).toBe(true);
	for (const at of [3, 4, 0, 6, 1]) expect(stops[at]?.()).toBe(false);
	await lasting(start);
	expect(called).toEqual([2, 5]);
	expect(stops[5]?.()).toBe(false);
});

test("what a timer calls may stop another, and start one", async () => {
	const start = timers(20);
	const called: string[] = [];
	start(() => {
		called.push("first");
		stopSecond();
		start(() => called.push("third"));
	});
	const stopSecond = start(() => called.push("second"));
	await lasting(start);
	await lasting(start);
	expect(called).toEqual(["first", "third"]);
});
