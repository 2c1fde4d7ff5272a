import { Elysia } from "elysia";
import { synchronous } from "./synchronous.ts";

/**
 * While the process shuts down, every answer says `Connection: close`: the client's next request then goes elsewhere,
 * instead of losing the connection that is about to be closed under it.
 */
export function closeWhen(draining: () => boolean) {
	const app = new Elysia({ name: "draining" }).onRequest(({ set }) => {
		if (draining()) set.headers.connection = "close";
	});
	return synchronous(app);
}
