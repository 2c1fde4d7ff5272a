/** `bun run faults [scenario]`: the scenarios of this folder, long enough for figures, which are printed. */
import { startTemporaryPostgres } from "../../db/embedded.ts";
import { setServer } from "../harness.ts";
import { killProcesses } from "../processes.ts";
import { drain, rollingRestart } from "./draining.ts";
import { failOver } from "./failover.ts";
import * as outages from "./outages.ts";
import { overload } from "./overload.ts";
import { behindPgBouncer } from "./pooler.ts";

const scenarios: Record<string, () => Promise<unknown>> = {
	drain: () => drain({ workers: 1, seconds: 5 }),
	"drain-workers": () => drain({ workers: 2, seconds: 5 }),
	"rolling-restart": () => rollingRestart({ restarts: 12 }),
	kill: () => outages.takeAway("kill", 15_000),
	freeze: () => outages.takeAway("freeze", 20_000),
	lock: () => outages.lockTable({ locked: 45_000 }),
	terminate: () => outages.terminateSessions({ storm: 30_000 }),
	"accept-and-close": () => outages.acceptAndClose({ seconds: 20 }),
	"start-without-database": () => outages.startWithoutDatabase({ workers: 1 }),
	"read-only": outages.readOnly,
	failover: () => failOver({ pause: 5_000 }),
	overload: () => overload({ connections: [64, 256, 1000, 2000, 4000], seconds: 10 }),
	pgbouncer: () => behindPgBouncer({ requests: 20_000 }),
};

async function main(names: readonly string[]): Promise<number> {
	const unknown = names.filter((name) => !Object.hasOwn(scenarios, name));
	if (unknown.length > 0) {
		console.error(
			`There is no scenario ${unknown.join(", ")}. Usage: bun run faults [scenario …]\n\n  ${Object.keys(scenarios).join("\n  ")}`,
		);
		return 1;
	}
	await using postgres = await startTemporaryPostgres(["fsync=off"]);
	setServer(postgres.url);
	try {
		for (const name of names.length > 0 ? names : Object.keys(scenarios)) console.log(name, await scenarios[name]?.());
		return 0;
	} finally {
		killProcesses();
	}
}

process.exit(await main(process.argv.slice(2)));
