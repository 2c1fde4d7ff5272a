/** A way to the database that a test can listen in on, and cut. */
import { connect, createServer, type Socket } from "node:net";

/**
 * A TCP proxy in front of the database; `url` is the database's address through it. `connected` is told of each
 * connection, and gives back what is to be told of the bytes that the client sends there.
 */
export async function openProxy(databaseUrl: string, connected: () => (data: Buffer) => void = () => () => {}) {
	const target = new URL(databaseUrl);
	const sockets = new Set<Socket>();
	let isSilent = false;
	const proxy = createServer((client) => {
		const upstream = connect(Number(target.port || 5432), target.hostname);
		client.on("data", connected());
		for (const [from, to] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(from);
			from.on("data", (data) => isSilent || to.write(data));
			from.on("error", () => to.destroy()).on("close", () => to.destroy());
		}
	});
	const listen = (port: number) => new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
	await listen(0);
	const { port } = proxy.address() as { port: number };
	const url = new URL(databaseUrl);
	url.hostname = "127.0.0.1";
	url.port = String(port);
	return {
		url: url.href,
		/** Breaks all connections and refuses new ones. */
		cut() {
			proxy.close();
			for (const socket of sockets) socket.destroy();
			sockets.clear();
		},
		/** Keeps connections, takes new ones, and swallows whatever is sent on them, until it is told otherwise. */
		swallow(silent: boolean) {
			isSilent = silent;
		},
		/** Lets connections through again. */
		mend: () => listen(port),
	};
}
