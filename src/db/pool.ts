import { createBackoff, pause } from "./backoff.ts";
import type { Connection } from "./connection.ts";
import type { Connect } from "./connector.ts";
import { codeOf } from "./failure.ts";
import { createLine, type Waiter } from "./line.ts";

/** How many connections there may be beyond the pool's size: for readiness, and for those that are given up. */
const spare = 5;
/** How many connections are opened at a time. */
const together = 5;
/** A connection that ends sooner than this counts as one that failed, in milliseconds. */
const youth = 1000;
/** How long a statement that is to be cancelled may take to end before its connection is replaced, in milliseconds. */
const cancelLimit = 500;
/** How long a lost connection is counted, unless it is known to have ended before, in milliseconds. */
const lostLimit = 30_000;
/** How long a connection is used, in milliseconds: servers move, and sessions grow. */
const lifetime = 45 * 60_000;

export interface PoolOptions {
	readonly connect: Connect;
	/** The most connections; five more while some of them hang. */
	readonly size: number;
	/** How long somebody may wait for a connection, in milliseconds. */
	readonly patience: number;
	/** Is told when the database can no longer be reached, and why; and when it can again. */
	readonly onChange: (failure: unknown) => void;
	/** Is told whenever a connection has ended that should not have. */
	readonly onLoss: () => void;
}

/** Connections that are opened as they are needed, and lent to one statement at a time. */
export interface Pool {
	/** Lends a connection: at once where one is idle, else in turn. */
	lend(waiter: Waiter): void;
	/** Lends one to somebody who comes before everybody else, and may have one beyond the pool's size. */
	lendFirst(waiter: Waiter): void;
	/** Takes a connection back that can be used again. */
	giveBack(connection: Connection): void;
	/** Takes one back that cannot. */
	drop(connection: Connection): void;
	/** Takes one back whose statement has not ended in time. It is cancelled, and the connection used again if that works. */
	giveUp(connection: Connection, statement: Promise<unknown>): Promise<void>;
	/** Opens connections from now on. Until then everybody waits. */
	open(): void;
	/** Refuses new statements, waits for those that run, no longer than this in milliseconds, and ends all sessions. */
	close(limit: number): Promise<void>;
}

export function createPool(options: PoolOptions): Pool {
	const { connect, size, patience, onChange, onLoss } = options;
	/** All that are idle or lent, but for the lost. */
	const connections = new Set<Connection>();
	const idle: Connection[] = [];
	const first: Waiter[] = [];
	let connecting = 0;
	/** Those whose statement neither ended nor could be cancelled; PostgreSQL may still be at work there. */
	let lost = 0;
	let isOpen = false;
	let isClosed = false;
	let failure: unknown;
	const emptied = Promise.withResolvers<void>();
	const line = createLine(
		patience,
		() => failure ?? "no connection became free in time",
	);

	const hasRoom = () => {
		const most = first.length > 0 ? size + 1 : size;
		const count = connections.size + connecting;
		return count < most && count + lost < size + spare;
	};
	const grow = () => {
		while (
			isOpen &&
			line.length + first.length > connecting &&
			connecting < together &&
			hasRoom() &&
			backoff.mayTry()
		)
			void add();
	};
	const backoff = createBackoff(grow);

	const add = async () => {
		connecting += 1;
		let connection: Connection | undefined;
		try {
			const session = await connect(() => connection && forget(connection));
			connection = session.connection;
			connecting -= 1;
			backoff.succeeded();
			if (failure !== undefined) onChange(undefined);
			failure = undefined;
			if (isClosed) return void connection.end();
			connections.add(connection);
			giveBack(connection);
		} catch (error) {
			connecting -= 1;
			backoff.failed();
			if (failure === undefined) onChange(error);
			failure = error;
		}
		grow();
	};

	/** A connection is no longer there. */
	const forget = (connection: Connection) => {
		if (!connections.delete(connection)) return;
		const at = idle.indexOf(connection);
		if (at >= 0) idle.splice(at, 1);
		onLoss();
		if (performance.now() - connection.since < youth) backoff.faltered();
		if (isClosed && connections.size === 0) emptied.resolve();
		grow();
	};
	const drop = (connection: Connection) => {
		forget(connection);
		connection.destroy();
	};
	const retire = (connection: Connection) => {
		connections.delete(connection);
		void connection.end();
		if (isClosed && connections.size === 0) emptied.resolve();
	};

	const giveBack = (connection: Connection) => {
		if (!connection.isOpen) return drop(connection);
		const isOld = performance.now() - connection.since > lifetime;
		if (isClosed || isOld || connections.size > size) {
			const urgent = first.shift();
			if (urgent) return urgent.take(connection);
			retire(connection);
			return grow();
		}
		const waiter = first.shift() ?? line.next();
		if (waiter) waiter.take(connection);
		else idle.push(connection);
	};

	const giveUp = async (
		connection: Connection,
		statement: Promise<unknown>,
	) => {
		const ended = statement.then(nothing, nothing);
		const given = performance.now();
		const cancelled = cancel(connection, ended, given + lostLimit, size);
		const both = Promise.all([ended, cancelled]);
		if (await within(cancelLimit, both)) return giveBack(connection);
		connections.delete(connection);
		lost += 1;
		grow();
		await within(lostLimit - cancelLimit, both);
		lost -= 1;
		connection.destroy();
		grow();
	};

	return {
		lend(waiter) {
			if (isClosed) return waiter.refuse("the pool is closed");
			const connection = idle.pop();
			if (connection) return waiter.take(connection);
			line.join(waiter);
			grow();
		},
		lendFirst(waiter) {
			if (isClosed) return waiter.refuse("the pool is closed");
			const connection = idle.pop();
			if (connection) return waiter.take(connection);
			first.push(waiter);
			grow();
		},
		giveBack,
		drop,
		giveUp,
		open() {
			isOpen = true;
			grow();
		},
		async close(limit) {
			isClosed = true;
			isOpen = false;
			line.clear("the pool is closed");
			for (const waiter of first.splice(0)) waiter.refuse("the pool is closed");
			const ends = idle.splice(0).map((connection) => {
				connections.delete(connection);
				return connection.end();
			});
			if (connections.size > 0) await within(limit, emptied.promise);
			for (const connection of connections) connection.destroy();
			await Promise.all(ends);
		},
	};
}

/** Asks for the cancellation of a connection's statement, until it has been asked for, or the statement ends. */
async function cancel(
	connection: Connection,
	ended: Promise<void>,
	latest: number,
	size: number,
): Promise<void> {
	let hasEnded = false;
	void ended.then(() => {
		hasEnded = true;
	});
	while (performance.now() < latest) {
		try {
			return await connection.cancel();
		} catch (error) {
			// Nobody listens any more: the server is gone, and the statement with it.
			if (codeOf(error) === "ECONNREFUSED") return connection.destroy();
		}
		// All those of a pool together still ask less than 20 times a second.
		await Bun.sleep(pause(0) * 2 * size);
		if (hasEnded) return connection.destroy();
	}
}

/** Whether the promise is fulfilled in time, in milliseconds. */
async function within(
	limit: number,
	promise: Promise<unknown>,
): Promise<boolean> {
	let timer: Timer | undefined;
	const late = new Promise<false>((resolve) => {
		timer = setTimeout(resolve, limit, false);
	});
	const inTime = await Promise.race([promise.then(() => true), late]);
	clearTimeout(timer);
	return inTime;
}

const nothing = () => {};
