import { Elysia } from "elysia";

/**
 * While the process is shutting down, every answer says `Connection: close`: the client's next request then opens a
 * connection elsewhere, instead of losing the one that is about to be closed under it.
 */
export function closeWhen(draining: () => boolean) {
	const app = new Elysia({ name: "draining" }).onRequest(({ set }) => {
		if (draining()) set.headers.connection = "close";
	});
	// Elysia takes the call for an asynchronous one, and would await the hook with each request.
	for (const hook of app.event.request ?? []) hook.isAsync = false;
	return app;
}
