import { createTestDatabase } from "../harness.ts";
import { serve } from "../processes.ts";
import { startLoad } from "./load.ts";

/** What came of a shutdown under load: of a service on its own, with clients that keep their connections. */
export async function drain({
	workers,
	seconds,
}: {
	workers: number;
	seconds: number;
}) {
	const databaseUrl = await createTestDatabase();
	const service = await serve({
		DATABASE_URL: databaseUrl,
		WORKERS: String(workers),
		DRAIN_SECONDS: String(seconds),
	});
	const load = startLoad({ port: service.port, each: 8 });
	while (load.answers() < 1000) await Bun.sleep(10);

	const started = performance.now();
	service.child.kill("SIGTERM");
	await service.reaches("/health/ready", 503);
	const unready = performance.now() - started;
	const before = load.answers();
	// Nobody stops asking before nothing listens any more.
	const { statuses, lost } = await load.finish();
	const code = await service.child.exited;
	return {
		code,
		lost,
		statuses,
		afterwards: load.answers() - before,
		unready,
		took: performance.now() - started,
		damage: await load.damage(databaseUrl),
	};
}
