import type { Connection } from "../connection/connection.ts";
import type { Connect } from "../connection/connector.ts";
import { within } from "../connection/timed.ts";
import { cancel } from "./cancel.ts";
import { createOpener } from "./opener.ts";
import { createQueue } from "./queue.ts";

/** How many connections there may be beyond the pool's size: for readiness, and for those that are given up. */
const spare = 5;
/** How long a connection is used, in milliseconds: servers move, and sessions grow. */
const lifetime = 45 * 60_000;

/** A statement that wants a connection. Each connection carries one at a time: nobody waits for what others sent. */
export interface Waiter {
	take(connection: Connection): void;
	refuse(reason: unknown): void;
}

interface PoolOptions {
	readonly connect: Connect;
	/** The most connections; five more while some of them hang. */
	readonly size: number;
	/** How long a statement may wait for a connection, in milliseconds. */
	readonly patience: number;
	/** Called with the reason when the database can no longer be reached, and with undefined when it can again. */
	readonly onChange: (failure: unknown) => void;
	/** Called whenever a connection has ended that should not have. */
	readonly onLoss: () => void;
}

/** Numbers of connections, and of statements that want one. */
export interface PoolState {
	/** All that are open, in use or not, the lost included. */
	readonly connections: number;
	/** Those that carry a statement, the lost included. */
	readonly running: number;
	readonly waiting: number;
}

/** Connections that are opened as they are needed, and lent to statements. */
export interface Pool {
	/** Lends a connection: at once where one is idle, else in turn. */
	lend(waiter: Waiter): void;
	/** Lends one before everybody else's turn, if need be beyond the pool's size. */
	lendFirst(waiter: Waiter): void;
	/** Takes a connection back whose statement has ended. */
	giveBack(connection: Connection): void;
	/** Takes back one that is of no use any more. */
	drop(connection: Connection): void;
	/** Takes back one whose statement has not ended in time. It is cancelled; where that works the connection stays. */
	giveUp(connection: Connection, statement: Promise<unknown>): Promise<void>;
	state(): PoolState;
	/** Until then everybody waits. */
	open(): void;
	/** Refuses new statements, waits for those that run, and ends all sessions. The limit is in milliseconds. */
	close(limit: number): Promise<void>;
}

export function createPool({ connect, size, patience, onChange, onLoss }: PoolOptions): Pool {
	/** All connections but the lost. */
	const connections = new Set<Connection>();
	const idle: Connection[] = [];
	/** Those whose statement neither ended nor could be cancelled; PostgreSQL may still be at work there. */
	let lost = 0;
	let isOpen = false;
	let isClosed = false;
	const emptied = Promise.withResolvers<void>();
	const refuse = (late: Waiter) => late.refuse(opener.failure ?? "no connection became free in time");
	const queue = createQueue<Waiter>(patience, refuse);
	const urgent = createQueue<Waiter>(patience, refuse);

	const opener = createOpener({
		connect,
		onChange,
		onOpen(connection) {
			connections.add(connection);
			serve(connection);
		},
		onClose: (connection) => forget(connection),
		onReady: () => grow(),
	});

	const hasRoom = () => {
		const most = urgent.length > 0 ? size + 1 : size;
		const count = connections.size + opener.connecting;
		return count < most && count + opener.overdue + lost < size + spare;
	};
	const grow = () => {
		while (isOpen && queue.length + urgent.length > opener.connecting && hasRoom() && opener.mayOpen())
			void opener.open();
	};

	/** Removes a connection that has ended. */
	const forget = (connection: Connection) => {
		if (!connections.has(connection)) return;
		remove(connection);
		onLoss();
		opener.lost(connection);
		grow();
	};
	const remove = (connection: Connection) => {
		connections.delete(connection);
		const at = idle.indexOf(connection);
		if (at >= 0) idle.splice(at, 1);
		if (isClosed && connections.size === 0) emptied.resolve();
	};
	const drop = (connection: Connection) => {
		connection.destroy();
		forget(connection);
	};

	/** Gives a connection what it can do next. */
	const serve = (connection: Connection) => {
		if (!connections.has(connection)) return;
		if (!connection.isOpen) return drop(connection);
		const next = urgent.next() ?? (isWanted(connection) ? queue.next() : undefined);
		if (next) next.take(connection);
		else if (isWanted(connection)) idle.push(connection);
		else {
			remove(connection);
			void connection.end();
			grow();
		}
	};
	/** What was opened before this is too old. It moves now and then: reading the clock costs each statement. */
	let tooOld = Number.NEGATIVE_INFINITY;
	const ageing = setInterval(() => {
		tooOld = performance.now() - lifetime;
	}, lifetime / 10);
	ageing.unref();
	const isWanted = ({ since }: Connection) => !isClosed && connections.size <= size && since >= tooOld;

	const lend = (waiter: Waiter, wait: (waiter: Waiter) => void) => {
		if (isClosed) return waiter.refuse("the pool is closed");
		const connection = idle.pop();
		if (!connection) {
			wait(waiter);
			return grow();
		}
		waiter.take(connection);
	};
	return {
		lend: (waiter) => lend(waiter, queue.join),
		lendFirst: (waiter) => lend(waiter, urgent.join),
		giveBack: serve,
		drop,
		async giveUp(connection, statement) {
			const { isQuick, isOver } = cancel(connection, statement, size);
			if (await isQuick) return serve(connection);
			if (connections.has(connection)) {
				remove(connection);
				lost += 1;
				grow();
				await isOver;
				lost -= 1;
			}
			connection.destroy();
			grow();
		},
		state: () => ({
			connections: connections.size + lost,
			running: connections.size - idle.length + lost,
			waiting: queue.length + urgent.length,
		}),
		open() {
			isOpen = true;
			grow();
		},
		async close(limit) {
			isClosed = true;
			isOpen = false;
			clearInterval(ageing);
			for (const { clear } of [urgent, queue]) clear((waiter) => waiter.refuse("the pool is closed"));
			const unused = idle.splice(0);
			for (const connection of unused) connections.delete(connection);
			const ended = unused.map((connection) => connection.end());
			if (connections.size > 0) await within(limit, emptied.promise);
			for (const connection of connections) connection.destroy();
			await Promise.all(ended);
		},
	};
}
