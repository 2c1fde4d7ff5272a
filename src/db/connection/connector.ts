import { errorWithCode } from "../failure.ts";
import { type Host, readAddress } from "./address.ts";
import { type ConnectionOptions, openConnection, type Session } from "./connection.ts";

/** How long a TCP connection may take, in milliseconds. */
const dialLimit = 2000;

/** How long a command waits for its connection, in milliseconds. */
export const commandPatience = 10_000;

/** A session, and the server that it is with. */
type Found = Session & { readonly host: Host };

/** Opens a session with the first server that will do. The limit is for each, in milliseconds. Throws why none does. */
export type Connect = (onClose?: () => void, limit?: number) => Promise<Found>;

/** Tries the server that did last time first. */
export function connector(url: string, options: Pick<ConnectionOptions, "limit" | "prepare">): Connect {
	const address = readAddress(url);
	const { hosts, needsWritable } = address;
	let last = 0;

	const tryOne = async (host: Host, onClose?: () => void, limit = options.limit) => {
		const limits = { limit, dialLimit: Math.min(dialLimit, limit) };
		const session = await openConnection(address, host, { ...options, ...limits, ...(onClose && { onClose }) });
		if (!needsWritable || !session.isReadOnly) return { ...session, host };
		session.connection.destroy();
		throw errorWithCode("25006", "the database takes no writes");
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

/** Lets the work of a command have a session, which prepares no statements. Throws what the work throws. */
export async function withSession<Result>(
	url: string,
	limit: number,
	work: (session: Found) => Promise<Result>,
): Promise<Result> {
	const session = await connector(url, { limit, prepare: false })();
	try {
		return await work(session);
	} finally {
		await session.connection.end();
	}
}
