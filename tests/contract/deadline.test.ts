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
