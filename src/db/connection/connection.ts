import type { Socket } from "node:net";
import postgres from "postgres";
import { errorWithCode } from "../failure.ts";
import type { Address, Host } from "./address.ts";
import { dial } from "./dial.ts";

export type Parameter = string | number | boolean | null;

/** What statements can be sent to. */
export interface Queryable {
	query<Row>(statement: string, parameters: readonly Parameter[]): Promise<Row[]>;
}

/** One session with PostgreSQL. It carries one statement at a time, and is not made anew when it ends. */
export interface Connection extends Queryable {
	/** The server that it is with. */
	readonly host: Host;
	/** When it was opened, by `performance.now()`. */
	readonly since: number;
	readonly isOpen: boolean;
	/** Whether the server took no writes when it was opened. */
	readonly isReadOnly: boolean;
	/** Whether statements are prepared, and sent by name afterwards. */
	readonly isPrepared: boolean;
	/** Throws PostgreSQL's own error, or the driver's where the connection was lost. */
	query: Queryable["query"];
	/** Has PostgreSQL cancel what runs here, by a connection of its own. Throws where it could not be asked. */
	cancel(): Promise<void>;
	/** Ends the session in order, at once if PostgreSQL does not react. */
	end(): Promise<void>;
	/** Lets go of it, whatever runs there. */
	destroy(): void;
}

/** `if safe`: unless something between us and PostgreSQL mixes up whose they are. */
export type Prepare = boolean | "if safe";

export interface ConnectionOptions {
	/** How long a TCP connection may take, in milliseconds. */
	readonly dialLimit: number;
	/** How long the login and the first answer may take, in milliseconds. */
	readonly limit: number;
	/** Whether statements are prepared, and sent by name afterwards. */
	readonly prepare: Prepare;
	/** Is told once, when the connection has ended for whatever reason. */
	readonly onClose?: () => void;
}

/** The text of the first statement on each connection. */
export const greeting = "select pg_backend_pid() as pid, current_setting('transaction_read_only') = 'on' as read_only";

export const sessionSettings = {
	// The extra round trip would be for array parameters, which nothing here uses.
	fetch_types: false,
	// The driver would send one more behind the first; the pool never gives it a second one.
	max_pipeline: 1,
	onnotice: () => {},
	connection: { TimeZone: "UTC", application_name: "tasks-api" },
	types: {
		bigint: { to: 20, from: [20], parse: exact, serialize: String },
		// As text, since a Date would lose the microseconds.
		date: { to: 1184, from: [1184], parse: rfc3339, serialize: String },
	},
};

/** What the driver keeps of a query, beyond its types. */
interface Sent {
	readonly state: { readonly pid: number; readonly secret: number };
	readonly statement: { readonly name: string };
}

/** Opens a session with the server. Throws why there is none. */
export async function openConnection(
	address: Address,
	host: Host,
	{ dialLimit, limit, prepare, onClose }: ConnectionOptions,
): Promise<Connection> {
	let socket: Socket | undefined;
	let slow: Timer | undefined;
	let isOpen = true;
	const options = {
		...driverOptions(address, host),
		async socket() {
			// Left to itself the driver opens another as soon as one closes, for ever and without a pause.
			if (socket) throw errorWithCode("CONNECTION_CLOSED", "the database closed the connection");
			socket = await dial(host, address.tls, dialLimit);
			slow = setTimeout(() => socket?.destroy(errorWithCode("CONNECT_TIMEOUT", "no answer to a greeting")), limit);
			return socket;
		},
		onclose() {
			isOpen = false;
			onClose?.();
		},
	};
	const driver = postgres(options as never) as unknown as postgres.Sql;
	const { key, isReadOnly, isPrepared } = await greet(driver, prepare)
		.catch((error) => {
			socket?.destroy();
			throw error;
		})
		.finally(() => clearTimeout(slow));
	const how = { prepare: isPrepared };

	return {
		host,
		since: performance.now(),
		get isOpen() {
			return isOpen;
		},
		isReadOnly,
		isPrepared,
		query: <Row>(statement: string, parameters: readonly Parameter[]) =>
			driver.unsafe(statement, [...parameters], how) as unknown as Promise<Row[]>,
		cancel: () => requestCancel(address, host, key, dialLimit),
		async end() {
			if (isOpen) await driver.end({ timeout: 1 });
			socket?.destroy();
		},
		destroy() {
			isOpen = false;
			socket?.destroy();
		},
	};
}

const driverOptions = ({ user, password, database, settings }: Address, { host, port }: Host) => ({
	...sessionSettings,
	connection: { ...sessionSettings.connection, ...settings },
	host,
	port,
	user,
	pass: password,
	database,
	max: 1,
	// It would end with the login, and the first statement could hang for ever: see `slow`.
	connect_timeout: 0,
	max_lifetime: null,
	// The driver takes the connection as it is: TLS, if any, is underneath.
	ssl: false,
});

/** Sends the first statement, which tells with whom the session is. */
async function greet(driver: postgres.Sql, prepare: Prepare) {
	const first = driver.unsafe<{ pid: number; read_only: boolean }[]>(greeting);
	const [row] = await first;
	if (!row) throw errorWithCode("CONNECTION_CLOSED", "no answer to a greeting");
	const key = { ...(first as unknown as Sent).state };
	// A pooler has session numbers of its own.
	const isPooled = row.pid !== key.pid;
	const isPrepared = prepare === "if safe" ? !isPooled || (await keepsNamesApart(driver)) : prepare;
	return { key, isReadOnly: row.read_only, isPrepared };
}

/**
 * Whether a pooler makes names of its own for statements that its clients prepare. Otherwise one client's are there,
 * or missing, or others, in whatever session the next statement gets.
 */
async function keepsNamesApart(driver: postgres.Sql): Promise<boolean> {
	const query = driver.unsafe<{ name: string }[]>("select name from pg_prepared_statements", [], {
		prepare: true,
		simple: false,
	} as object);
	const rows = await query;
	const { name: own } = (query as unknown as Sent).statement;
	return rows.every(({ name }) => name !== own);
}

/** Sends a CancelRequest (PostgreSQL manual, section 54.2.8), to which the only answer is the end of the connection. */
async function requestCancel(
	{ tls }: Address,
	host: Host,
	{ pid, secret }: Sent["state"],
	limit: number,
): Promise<void> {
	const request = Buffer.alloc(16);
	request.writeInt32BE(16, 0);
	request.writeInt32BE(80877102, 4);
	request.writeUInt32BE(pid, 8);
	request.writeUInt32BE(secret, 12);
	const socket = await dial(host, tls, limit);
	await new Promise<void>((resolve, reject) => {
		const timer = setTimeout(() => {
			reject(errorWithCode("CONNECT_TIMEOUT", "a cancel request was not answered"));
			socket.destroy();
		}, limit);
		// A connection that ends with an error has ended, too.
		socket.on("error", () => {});
		socket.once("close", () => {
			clearTimeout(timer);
			resolve();
		});
		socket.resume().write(request);
	});
}

/** A bigint as a number. Throws where a number would only come near it: that would be another task's id. */
function exact(text: string): number {
	const number = Number(text);
	if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a JSON number`);
	return number;
}

/** PostgreSQL's `2026-02-05 09:30:00.123456+00` in RFC 3339; the session's time zone is UTC. */
function rfc3339(text: string): string {
	return `${text.slice(0, 10)}T${text.slice(11, -3)}Z`;
}
