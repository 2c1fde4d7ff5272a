/** A caller's share of the service: what of theirs is worked on, waits, and is turned down. */
import { describe, expect, test } from "bun:test";
import { bulkhead } from "../../src/contract/bulkhead.ts";
import { Problem } from "../../src/contract/problem.ts";
import { timers } from "../../src/contract/timer.ts";

const settings = { limit: 2, queue: 2, patience: 60_000, refusal: 1 };

/** Work that ends when it is told to, and what of it has begun. */
function workshop(options: Partial<typeof settings> = {}) {
	const { patience, refusal, ...sizes } = { ...settings, ...options };
	const { enter, leave } = bulkhead({
		...sizes,
		code: "TOO_MANY",
		startWait: timers(patience),
		startRefusal: timers(refusal),
	});
	const begun: string[] = [];
	const ends = new Map<string, PromiseWithResolvers<string>>();
	return {
		begun,
		/** Brings work to the bulkhead; what comes of it: what the work gave back, or the code that turned it down. */
		bring: async (name: string, caller = "ann") => {
			const end = Promise.withResolvers<string>();
			ends.set(name, end);
			try {
				const entered = enter(caller);
				if (entered) await entered;
			} catch (thrown) {
				return thrown instanceof Problem ? thrown.code : String(thrown);
			}
			begun.push(name);
			const result = await end.promise;
			leave(caller);
			return result;
		},
		end: (name: string) => ends.get(name)?.resolve(`done: ${name}`),
	};
}

describe("a caller's work", () => {
	test("is begun up to the limit, waits up to the queue, and is turned down past it", async () => {
		const { bring, begun, end } = workshop();
		const results = ["a", "b", "c", "d"].map((name) => bring(name));
		expect(begun).toEqual(["a", "b"]);
		expect(await bring("e")).toBe("TOO_MANY");

		end("b");
		expect(await results[1]).toBe("done: b");
		expect(begun).toEqual(["a", "b", "c"]);
		for (const name of ["a", "c", "d"]) end(name);
		expect(await Promise.all(results)).toEqual(["a", "b", "c", "d"].map((name) => `done: ${name}`));
		expect(begun).toEqual(["a", "b", "c", "d"]);
	});

	test("is not in the way of anybody else's", async () => {
		const { bring, begun, end } = workshop();
		for (const name of ["a", "b", "c", "d", "e"]) void bring(name);
		const other = bring("x", "bob");
		expect(begun).toEqual(["a", "b", "x"]);
		end("x");
		expect(await other).toBe("done: x");
	});

	test("that is turned down hears of it only after a while", async () => {
		const { bring } = workshop({ queue: 0, refusal: 50 });
		void bring("a");
		void bring("b");
		const started = performance.now();
		expect(await bring("c")).toBe("TOO_MANY");
		expect(performance.now() - started).toBeGreaterThan(45);
	});

	test("that waited for too long is given up, and never begun", async () => {
		const { bring, begun, end } = workshop({ patience: 30 });
		const results = ["a", "b", "c", "d"].map((name) => bring(name));
		expect(await results[2]).toBe("SERVICE_UNAVAILABLE");
		expect(await results[3]).toBe("SERVICE_UNAVAILABLE");
		end("a");
		end("b");
		await Promise.all(results);
		// There is room again: for new work, not for what was given up.
		const next = bring("e");
		end("e");
		expect(await next).toBe("done: e");
		expect(begun).toEqual(["a", "b", "e"]);
	});

	test("leaves nothing behind of callers who have none", async () => {
		const { bring, begun, end } = workshop({ limit: 1, queue: 0 });
		for (const name of ["a", "b", "c"]) {
			const result = bring(name);
			end(name);
			expect(await result).toBe(`done: ${name}`);
		}
		expect(begun).toEqual(["a", "b", "c"]);
	});
});
