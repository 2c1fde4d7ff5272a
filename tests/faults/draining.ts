import { createTestDatabase } from "../harness.ts";
import { type Service, serve } from "../processes.ts";
import { startLoad } from "./load.ts";
import { nginxFailTimeout, startNginx } from "./programs.ts";

/** What came of a shutdown under load: of a service on its own, with clients that keep their connections. */
export async function drain({ workers, seconds }: { workers: number; seconds: number }) {
	const databaseUrl = await createTestDatabase();
	const service = await serve({ DATABASE_URL: databaseUrl, WORKERS: String(workers), DRAIN_SECONDS: String(seconds) });
	const load = await startLoad({ port: service.port, each: 8, warmUp: 1_000 });

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

/** What came of restarts, one after the other, of two services behind nginx, whose clients go on. */
export async function rollingRestart({ restarts }: { restarts: number }) {
	const databaseUrl = await createTestDatabase();
	const environment = { DATABASE_URL: databaseUrl, DRAIN_SECONDS: "1" };
	const services = await Promise.all([serve(environment), serve(environment)]);
	await using nginx = await startNginx(services.map(({ port }) => port));
	const load = await startLoad({ port: nginx.port, each: 8 });
	const codes: number[] = [];
	for (let restart = 0; restart < restarts; restart++) {
		const { port, stop } = services[restart % 2] as Service;
		codes.push(await stop());
		services[restart % 2] = await serve({ ...environment, PORT: String(port) });
		// A service that refused connections is tried again after this time; until then the other is the only one.
		await Bun.sleep(nginxFailTimeout * 1000 + 200);
	}
	const { statuses, lost, slowest } = await load.stop();
	const damage = await load.damage(databaseUrl);
	for (const { stop } of services) await stop();
	return { codes, statuses, lost, slowest, damage };
}
