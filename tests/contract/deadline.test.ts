import { expect, test } from "bun:test";
import { deadline } from "../../src/contract/index.ts";

/** Begins a span; resolves with its length in milliseconds once it is over. */
const lasting = (begin: ReturnType<typeof deadline>) => {
	const started = performance.now();
	return new Promise<number>((resolve) => begin(() => resolve(performance.now() - started)));
};

test("each span is over after the same time, whenever it began", async () => {
	const begin = deadline(60);
	const first = lasting(begin);
	await Bun.sleep(25);
	const second = lasting(begin);
	expect(await first).toBeGreaterThanOrEqual(60);
	expect(await second).toBeGreaterThanOrEqual(60);
});

test("a span that was ended is never over, and the next one still is", async () => {
	const begin = deadline(30);
	const called: string[] = [];
	const end = begin(() => called.push("ended"));
	const next = lasting(begin);
	end();
	await next;
	expect(called).toEqual([]);
});

test("a span can begin when all others are over", async () => {
	const begin = deadline(10);
	await lasting(begin);
	expect(await lasting(begin)).toBeGreaterThanOrEqual(10);
});

test("of spans that end in any order, each only once, the others are over in the order in which they began", async () => {
	const begin = deadline(30);
	const called: number[] = [];
	const ends = Array.from({ length: 7 }, (_, index) => begin(() => called.push(index)));
	for (const at of [3, 4, 0, 6, 1]) expect(ends[at]?.()).toBe(true);
	for (const at of [3, 4, 0, 6, 1]) expect(ends[at]?.()).toBe(false);
	await lasting(begin);
	expect(called).toEqual([2, 5]);
	expect(ends[5]?.()).toBe(false);
});

test("what a span calls when it is over may end another, and begin one", async () => {
	const begin = deadline(20);
	const called: string[] = [];
	begin(() => {
		called.push("first");
		endSecond();
		begin(() => called.push("third"));
	});
	const endSecond = begin(() => called.push("second"));
	await lasting(begin);
	await lasting(begin);
	expect(called).toEqual(["first", "third"]);
});
