/** What happens to requests when something around the service, or the service itself, is taken away. */
import { afterEach, describe, expect, test } from "bun:test";
import { killProcesses } from "../processes.ts";
import { drain } from "./draining.ts";

afterEach(killProcesses);

describe("a service that is told to stop while its clients go on", () => {
	test.each([1, 2])(
		"answers each of their requests, %i processes",
		async (workers) => {
			const outcome = await drain({ workers, seconds: 1 });
			expect(outcome).toMatchObject({ code: 0, lost: 0, damage: [] });
			expect(Object.keys(outcome.statuses)).toEqual(["200", "201"]);
			expect(outcome.afterwards).toBeGreaterThan(0);
		},
	);
});
