import type { createApp } from "./app.ts";

export interface ListenOptions {
	readonly host: string;
	readonly port: number;
	/** Whether further processes may take requests from the same port. */
	readonly shared: boolean;
}

/**
 * Starts serving. Throws where the port is taken. The request limits are Bun's own, and wide: the contract's
 * are narrower, and answer in its words.
 */
export function listen(
	app: ReturnType<typeof createApp>,
	{ host, port, shared }: ListenOptions,
) {
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
					},
				},
			),
	});
	if (!app.server) throw new Error("the server did not start");
	return app.server;
}
