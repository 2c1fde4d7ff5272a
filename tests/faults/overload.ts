import { rssOf } from "../../load/bench/processes.ts";
import { signToken } from "../../src/auth/sign.ts";
import { createTestDatabase, newUser, secret } from "../harness.ts";
import { serve } from "../processes.ts";
import { httpConnection } from "./connection.ts";

/** What the service gets done with more and more clients, each of which sends its next request at once. */
export async function overload({
	connections,
	seconds,
	environment = {},
}: {
	connections: readonly number[];
	seconds: number;
	environment?: Record<string, string>;
}) {
	const service = await serve({ DATABASE_URL: await createTestDatabase(), LOG_LEVEL: "fatal", ...environment });
	const user = newUser();
	const token = await signToken(secret, user);
	const client = httpConnection(service.port);
	const { body } = await client.request(
		"POST",
		`/api/${user}/tasks`,
		{ authorization: `Bearer ${token}`, "content-type": "application/json" },
		'{"title":"t"}',
	);
	client.close();
	const request = Buffer.from(
		`GET /api/${user}/tasks/${JSON.parse(body).data.id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
	);

	const rounds = [];
	for (const count of connections) {
		const load = hammer(service.port, request, count);
		// Everybody is there, and what was compiled is compiled.
		await Bun.sleep(1000);
		const before = { ...load.statuses };
		const started = performance.now();
		const probes: number[] = [];
		while (performance.now() - started < seconds * 1000) {
			probes.push(await service.statusOf("/health/ready"));
			await Bun.sleep(100);
		}
		const took = (performance.now() - started) / 1000;
		const rate = (status: number) => Math.round(((load.statuses[status] ?? 0) - (before[status] ?? 0)) / took);
		rounds.push({
			connections: count,
			good: rate(200),
			refused: rate(503),
			lost: load.lost(),
			unready: probes.filter((status) => status !== 200).length,
			probes: probes.length,
			megabytes: Math.round(rssOf(service.child.pid)),
		});
		load.stop();
	}
	await service.stop();
	return rounds;
}

/** Clients at a port, who repeat a request as soon as it is answered. Its answer must fit into one packet. */
function hammer(port: number, request: Buffer, connections: number) {
	const statuses: Record<number, number> = {};
	let lost = 0;
	let isStopped = false;
	const sockets = Array.from({ length: connections }, () =>
		Bun.connect({
			hostname: "127.0.0.1",
			port,
			socket: {
				open: (socket) => void socket.write(request),
				data(socket, chunk) {
					const status = Number(chunk.toString("latin1", 9, 12));
					statuses[status] = (statuses[status] ?? 0) + 1;
					socket.write(request);
				},
				close() {
					if (!isStopped) lost += 1;
				},
			},
		}),
	);
	return {
		statuses,
		lost: () => lost,
		stop() {
			isStopped = true;
			for (const socket of sockets) void socket.then((each) => each.end());
		},
	};
}
