/** The service between nginx and PgBouncer, as Debian has them; `.ci/run` installs both. */
import { afterEach, describe, expect, test } from "bun:test";
import { killProcesses } from "../processes.ts";
import { rollingRestart } from "./draining.ts";
import { behindPgBouncer, cancelBehindPgBouncer } from "./pooler.ts";

afterEach(killProcesses);

test("two services behind nginx are restarted in turn, and no client notices", async () => {
	const outcome = await rollingRestart({ restarts: 4 });
	expect(outcome).toMatchObject({ lost: 0, damage: [], codes: [0, 0, 0, 0] });
	expect(Object.keys(outcome.statuses)).toEqual(["200", "201"]);
});

describe("behind PgBouncer in transaction mode", () => {
	test.each(["", "false"])(
		"an empty database is migrated, and every answer is right, with DB_PREPARE=%p",
		async (prepare) => {
			const outcome = await behindPgBouncer({ requests: 2000, prepare });
			expect(outcome).toMatchObject({ code: 0, lost: 0, damage: [], again: "The database is up to date" });
			expect(Object.keys(outcome.statuses)).toEqual(["200", "201"]);
		},
	);

	test("a statement whose time is over leaves its connection to the next", async () => {
		const outcome = await cancelBehindPgBouncer();
		expect(outcome).toMatchObject({ slow: "SERVICE_UNAVAILABLE", next: [{ one: 1 }] });
		expect(outcome.waited).toBeLessThan(2000);
	});
});
