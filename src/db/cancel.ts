import { pause } from "./backoff.ts";
import type { Connection } from "./connection.ts";
import { codeOf } from "./failure.ts";

/** How long a statement may take to end once it is to be cancelled, before its connection counts as lost, in milliseconds. */
const quickLimit = 1000;
/** How long it takes to end after PostgreSQL was asked, in milliseconds. */
const askedLimit = 200;
/** For how long a lost connection is cared for, in milliseconds. Then PostgreSQL must notice by itself that we are gone. */
const longest = 30_000;

export interface Cancellation {
	/** Whether the statement ended soon, and the connection is good for others. */
	readonly isQuick: Promise<boolean>;
	/** When the statement has ended, or nothing more is done about it. */
	readonly isOver: Promise<unknown>;
}

/**
 * Cancels the statement that a connection carries, again and again until it ends. The size is the number of
 * connections that may be in the same trouble at the same time.
 */
export function cancel(connection: Connection, statement: Promise<unknown>, size: number): Cancellation {
	const until = performance.now() + longest;
	const ended = statement.then(nothing, nothing);

	const ask = async (): Promise<void> => {
		while (performance.now() < until) {
			try {
				await connection.cancel();
				if (await within(askedLimit, ended)) return;
			} catch (error) {
				// Nobody listens any more: the server is gone, and the statement with it.
				if (codeOf(error) === "ECONNREFUSED") return connection.destroy();
			}
			// All connections of a pool together ask less than 20 times a second.
			if (await within(pause(0) * 4 * size, ended)) return connection.destroy();
		}
	};
	const asked = ask();
	return {
		isQuick: within(quickLimit, asked).then((inTime) => inTime && connection.isOpen),
		isOver: asked,
	};
}

/** Whether the promise is fulfilled in time, in milliseconds. Throws where it is rejected in time. */
export function within(limit: number, promise: Promise<unknown>): Promise<boolean> {
	let timer: Timer | undefined;
	const late = new Promise<false>((resolve) => {
		timer = setTimeout(resolve, limit, false);
	});
	return Promise.race([promise.then(() => true), late]).finally(() => clearTimeout(timer));
}

const nothing = () => {};
