import { type Host, readAddress } from "./address.ts";
import { type ConnectionOptions, openConnection, type Session } from "./connection.ts";
import { failure } from "./dial.ts";

/** How long a TCP connection may take, in milliseconds. */
const dialLimit = 2000;

/**
 * Opens a session with the first server of the address that will do. Throws why the last one tried would not. With a
 * limit, in milliseconds, none of them has longer than that.
 */
export type Connect = (onClose?: () => void, limit?: number) => Promise<Session & { readonly host: Host }>;

/** Tries the server that did last time first. */
export function connector(url: string, options: Pick<ConnectionOptions, "limit" | "prepare">): Connect {
	const address = readAddress(url);
	const { hosts, needsWritable } = address;
	let last = 0;

	const tryOne = async (host: Host, onClose?: () => void, limit = options.limit) => {
		const session = await openConnection(address, host, {
			...options,
			limit,
			dialLimit: Math.min(dialLimit, limit),
			...(onClose && { onClose }),
		});
		if (!needsWritable || !session.isReadOnly) return { ...session, host };
		session.connection.destroy();
		throw failure("25006", "the database takes no writes");
	};

	return async (onClose, limit) => {
		const start = last;
		for (let turn = 0; ; turn++) {
			const at = (start + turn) % hosts.length;
			try {
				const session = await tryOne(hosts[at] as Host, onClose, limit);
				last = at;
				return session;
			} catch (error) {
				if (turn === hosts.length - 1) throw error;
			}
		}
	};
}
