import type { Connection, Queryable } from "./connection.ts";

/**
 * The connection for statements that never take long, in milliseconds: where one does, the network may have swallowed
 * it, and the connection is let go of. The statement then fails as on any connection that was lost.
 */
export const timed = (connection: Connection, limit: number): Queryable => ({
	async query<Row>(...sent: Parameters<Connection["query"]>) {
		const running = connection.query<Row>(...sent);
		if (!(await within(limit, running))) connection.destroy();
		return running;
	},
});

/** Whether the promise is fulfilled within the limit, in milliseconds. Throws where it is rejected by then. */
export function within(limit: number, promise: Promise<unknown>): Promise<boolean> {
	let timer: Timer | undefined;
	const late = new Promise<false>((resolve) => {
		timer = setTimeout(resolve, limit, false);
	});
	return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
}
