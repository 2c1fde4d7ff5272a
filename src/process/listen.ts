import type { createApp } from "../app.ts";

type App = ReturnType<typeof createApp>;

interface ListenOptions {
	readonly host: string;
	readonly port: number;
	/** Whether further processes may take requests from the same port. */
	readonly shared: boolean;
}

/** The server stops listening after so many turns without a new request, or after so many in all. */
const quietTurns = 20;
const mostTurns = 1000;

/** Starts serving. Throws where the port is taken. Bun's own limits are wide: the contract's answers come first. */
export function listen(app: App, { host, port, shared }: ListenOptions) {
	app.listen({
		hostname: host,
		port,
		reusePort: shared,
		idleTimeout: 30, // seconds: above the request deadline
		maxRequestBodySize: Number.MAX_SAFE_INTEGER,
		development: false,
		error: () =>
			Response.json(
				{ data: null, error: { message: "Internal server error", code: "INTERNAL_ERROR" } },
				{
					status: 500,
					headers: { "cache-control": "no-store", "x-content-type-options": "nosniff", connection: "close" },
				},
			),
	});
	if (!app.server) throw new Error("the server did not start");
	return app.server;
}

/**
 * Stops listening, and is done when everything that has arrived is answered. Connections that the system has taken, but
 * the server has not, would be reset: so new requests are held for some milliseconds, in which the server does nothing
 * but take connections, and it stops once none has come for a while.
 */
export async function stopListening(app: App): Promise<void> {
	const { server } = app;
	if (!server) return;
	const { promise: stopped, resolve: release } = Promise.withResolvers<void>();
	let held = 0;
	server.reload({
		routes: {},
		async fetch(request) {
			held += 1;
			await stopped;
			return app.fetch(request);
		},
	});
	for (let turn = 0, quiet = 0; turn < mostTurns && quiet < quietTurns; turn++) {
		const before = held;
		await Bun.sleep(1);
		quiet = held === before ? quiet + 1 : 0;
	}
	const done = server.stop();
	release();
	await done;
}
