import type { createApp } from "../app.ts";

type App = ReturnType<typeof createApp>;

export interface ListenOptions {
	readonly host: string;
	readonly port: number;
	/** Whether further processes may take requests from the same port. */
	readonly shared: boolean;
}

/** How often in a row nothing new must have arrived before the server stops listening, and how often it looks. */
const quietTurns = 20;
const mostTurns = 1000;

/**
 * Starts serving. Throws where the port is taken. The request limits are Bun's own, and wide: the contract's
 * are narrower, and answer in its words.
 */
export function listen(app: App, { host, port, shared }: ListenOptions) {
	app.listen({
		hostname: host,
		port,
		reusePort: shared,
		// In seconds, above the request deadline.
		idleTimeout: 30,
		maxRequestBodySize: Number.MAX_SAFE_INTEGER,
		development: false,
		error: () =>
			Response.json(
				{
					data: null,
					error: { message: "Internal server error", code: "INTERNAL_ERROR" },
				},
				{
					status: 500,
					headers: {
						"cache-control": "no-store",
						"x-content-type-options": "nosniff",
						connection: "close",
					},
				},
			),
	});
	if (!app.server) throw new Error("the server did not start");
	return app.server;
}

/**
 * Stops listening, and is done when everything that has arrived is answered.
 *
 * Connections that the system has taken, but the server has not, are reset when it stops listening. To have none of
 * them, new requests are held for some milliseconds: the server then does nothing but take connections, and stops
 * once none has come for a while.
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
