import { type Host, readAddress } from "./address.ts";
import { type ConnectionOptions, openConnection, type Session } from "./connection.ts";
import { failure } from "./dial.ts";

/** How long a TCP connection may take, in milliseconds. */
const dialLimit = 2000;

/** A session, and the server that it is with. */
type Found = Session & { readonly host: Host };

/** Opens a session with the first server of the address that will do. Throws the last one's failure. */
export type Connect = (onClose?: () => void) => Promise<Found>;

/** Tries the server that did last time first. */
export function connector(url: string, options: Pick<ConnectionOptions, "limit" | "prepare">): Connect {
	const address = readAddress(url);
	const { hosts, needsWritable } = address;
	let last = 0;

	const tryOne = async (host: Host, onClose?: () => void) => {
		const session = await openConnection(address, host, { ...options, dialLimit, ...(onClose && { onClose }) });
		if (!needsWritable || !session.isReadOnly) return { ...session, host };
		session.connection.destroy();
		throw failure("25006", "the database takes no writes");
	};

	return async (onClose) => {
		const start = last;
		for (let turn = 0; ; turn++) {
			const at = (start + turn) % hosts.length;
			try {
				const session = await tryOne(hosts[at] as Host, onClose);
				last = at;
				return session;
			} catch (error) {
				if (turn === hosts.length - 1) throw error;
			}
		}
	};
}

/** Lets the work of a command have a session, which prepares no statements. Throws what the work throws. */
export async function withSession<Result>(url: string, work: (session: Found) => Promise<Result>): Promise<Result> {
	const session = await connector(url, { limit: 10_000, prepare: false })();
	try {
		return await work(session);
	} finally {
		await session.connection.end();
	}
}
