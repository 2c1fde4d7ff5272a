/**
 * What happens to requests when something around the service, or the service itself, is taken away. The same for
 * longer, with figures: `bun run faults`.
 */
import { afterEach, describe, expect, test } from "bun:test";
import { killProcesses } from "../processes.ts";
import { drain } from "./draining.ts";
import { failOver } from "./failover.ts";
import { acceptAndClose, lockTable, readOnly, startWithoutDatabase, takeAway, terminateSessions } from "./outages.ts";
import { overload } from "./overload.ts";

afterEach(killProcesses);

/** No answer is missing, what was confirmed is in the database, and the service stops in order. */
const unharmed = { lost: 0, damage: [], code: 0 };
/** The deadline of a request, and what a busy machine may add, in milliseconds. */
const deadline = 5_500;
const allowed = (statuses: object) => {
	for (const status of Object.keys(statuses)) expect(["200", "201", "503"]).toContain(status);
};

describe("a service that is told to stop while its clients go on", () => {
	test.each([1, 2])("answers each of their requests, %i processes", async (workers) => {
		const outcome = await drain({ workers, seconds: 1 });
		expect(outcome).toMatchObject(unharmed);
		expect(Object.keys(outcome.statuses)).toEqual(["200", "201"]);
		expect(outcome.afterwards).toBeGreaterThan(0);
		expect(outcome.took).toBeGreaterThan(1000);
	});
});

describe("while the database is away, nothing confirmed is lost, and nothing hangs", () => {
	test("when it is killed: work goes on within a second of its return", async () => {
		const outcome = await takeAway("kill", 500);
		expect(outcome).toMatchObject({ ...unharmed, live: 200 });
		allowed(outcome.statuses);
		expect(outcome.unready).toBeLessThan(2000);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.back).toBeLessThan(1000);
	});

	test("when it does not move: readiness tells within two seconds, and every request within its deadline", async () => {
		const outcome = await takeAway("freeze", 2000);
		expect(outcome).toMatchObject(unharmed);
		allowed(outcome.statuses);
		expect(outcome.unready).toBeLessThan(2500);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.back).toBeLessThan(1000);
	});

	test("when it takes connections only to close them: there are at most 20 attempts a second", async () => {
		const outcome = await acceptAndClose({ seconds: 1 });
		allowed(outcome.statuses);
		expect(outcome.statuses[503]).toBeGreaterThan(0);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.perSecond).toBeWithin(0.5, 20);
	});

	test.each([1, 2])(
		"when the service starts first: it lives, and serves within a second of its being there, %i processes",
		async (workers) => {
			const outcome = await startWithoutDatabase({ workers });
			expect(outcome).toMatchObject({ ...unharmed, ready: 503 });
			allowed(outcome.statuses);
			expect(outcome.took).toBeLessThan(1500);
			expect(outcome.statuses[201]).toBeGreaterThan(0);
		},
	);

	test("when another takes its place: writes go on within two seconds of the promotion", async () => {
		const outcome = await failOver({ pause: 300 });
		expect(outcome).toMatchObject(unharmed);
		allowed(outcome.statuses);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.writesAfter).toBeLessThan(2000);
	});
});

describe("a database in trouble", () => {
	test("with a locked table has never more than the pool and five sessions, and is ready", async () => {
		const outcome = await lockTable({ locked: 5_500 });
		expect(outcome).toMatchObject({ ...unharmed, ready: 200 });
		allowed(outcome.statuses);
		expect(outcome.statuses[503]).toBeGreaterThan(0);
		expect(outcome.sessions).toBeWithin(1, 21);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.back).toBeLessThan(1000);
	});

	test("that ends all sessions again and again has never more than twice the pool", async () => {
		const outcome = await terminateSessions({ storm: 1500 });
		expect(outcome).toMatchObject(unharmed);
		allowed(outcome.statuses);
		expect(outcome.sessions).toBeWithin(1, 31);
		expect(outcome.slowest).toBeLessThan(deadline);
		expect(outcome.ended).toBeGreaterThan(15);
	});

	test("that takes no writes is still read from, and written to as soon as it does", async () => {
		const outcome = await readOnly();
		expect(outcome).toMatchObject({ ...unharmed, ready: 200 });
		allowed(outcome.statuses);
		expect(outcome.readsMeanwhile).toBeGreaterThan(0);
		expect(outcome.statuses[503]).toBeGreaterThan(0);
		expect(outcome.back).toBeLessThan(1000);
	});
});

test("with 2,000 clients that repeat at once the service gets as much done as with a few, and stays ready", async () => {
	const [few, many] = await overload({ connections: [64, 2000], seconds: 2 });
	expect(many).toMatchObject({ lost: 0, unready: 0 });
	// 0.7 and more on a machine of one's own.
	expect(many?.good).toBeGreaterThan(0.5 * (few?.good ?? 0));
});
