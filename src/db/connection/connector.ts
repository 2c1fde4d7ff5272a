import { errorWithCode } from "../failure.ts";
import { type Host, readAddress } from "./address.ts";
import { type Connection, type ConnectionOptions, openConnection } from "./connection.ts";

/** How long a TCP connection may take, in milliseconds. */
const dialLimit = 2000;

/** How long a command waits for its connection, in milliseconds. */
export const commandPatience = 10_000;

/** Connects to the first server that will do. The limit is for each, in milliseconds. Throws why none does. */
export type Connect = (onClose?: () => void, limit?: number) => Promise<Connection>;

/** Tries the server that did last time first. */
export function connector(url: string, options: Pick<ConnectionOptions, "limit" | "prepare">): Connect {
	const address = readAddress(url);
	const { hosts, needsWritable } = address;
	let last = 0;

	const tryOne = async (host: Host, onClose?: () => void, limit = options.limit) => {
		const limits = { limit, dialLimit: Math.min(dialLimit, limit) };
		const connection = await openConnection(address, host, { ...options, ...limits, ...(onClose && { onClose }) });
		if (!needsWritable || !connection.isReadOnly) return connection;
		connection.destroy();
		throw errorWithCode("25006", "the database takes no writes");
	};

	return async (onClose, limit) => {
		const start = last;
		for (let turn = 0; ; turn++) {
			const at = (start + turn) % hosts.length;
			try {
				const connection = await tryOne(hosts[at] as Host, onClose, limit);
				last = at;
				return connection;
			} catch (error) {
				if (turn === hosts.length - 1) throw error;
			}
		}
	};
}

/** Lets the work of a command have a connection, which prepares no statements. Throws what the work throws. */
export async function withConnection<Result>(
	url: string,
	limit: number,
	work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
	const connection = await connector(url, { limit, prepare: false })();
	try {
		return await work(connection);
	} finally {
		await connection.end();
	}
}
