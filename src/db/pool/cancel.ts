import { pause } from "../backoff.ts";
import type { Connection } from "../connection/connection.ts";
import { within } from "../connection/timed.ts";
import { codeOf } from "../failure.ts";

/** How long a statement may take to be cancelled before its connection counts as lost, in milliseconds. */
const quickLimit = 1000;
/** How long it takes to end after PostgreSQL was asked, in milliseconds. */
const askedLimit = 200;
/** How long a lost connection is cared for, in milliseconds. Then PostgreSQL must notice that we are gone. */
const longest = 30_000;

interface Cancellation {
	/** Whether the statement ended soon, and the connection can be used again. */
	readonly isQuick: Promise<boolean>;
	/** When the statement has ended, or nothing more is done about it. */
	readonly isOver: Promise<unknown>;
}

/** Cancels a connection's statement, again and again until it ends. The size is that of the connection's pool. */
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
	return { isQuick: within(quickLimit, asked).then((inTime) => inTime && connection.isOpen), isOver: asked };
}

const nothing = () => {};
