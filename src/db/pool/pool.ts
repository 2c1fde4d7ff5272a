import { createBackoff } from "../backoff.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connect } from "../connection/connector.ts";
import { within } from "../connection/timed.ts";
import { type Cancellation, cancel } from "./cancel.ts";
import { createLine } from "./line.ts";

/** How many connections there may be beyond the pool's size: for readiness, and for those that are given up. */
const spare = 5;
/** How many connections are opened at a time. */
const together = 5;
/** After so many milliseconds, one that is still being opened no longer keeps others from being opened. */
const overdueAfter = 500;
/** So many at a time may take as long as a slow server needs; any other is given up after this, in milliseconds. */
const patientAttempts = 2;
const briefLimit = 1500;
/** A connection that ends sooner than this counts as one that failed, in milliseconds. */
const youth = 1000;
/** How long a connection is used, in milliseconds: servers move, and sessions grow. */
const lifetime = 45 * 60_000;

/** A place in the pool. Its connection carries one statement at a time: nobody waits for what somebody else sent. */
export interface Slot {
	readonly connection: Connection;
	/** Whether it is past its lifetime. */
	isOld: boolean;
}

export interface Waiter {
	take(slot: Slot): void;
	refuse(reason: unknown): void;
}

export interface PoolOptions {
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
	giveBack(slot: Slot): void;
	/** Takes back one that is of no use any more. */
	drop(slot: Slot): void;
	/** Takes back one whose statement has not ended in time. It is cancelled; where that works the connection stays. */
	giveUp(slot: Slot, statement: Promise<unknown>): Promise<void>;
	state(): PoolState;
	/** Until then everybody waits. */
	open(): void;
	/** Refuses new statements, waits for those that run, and ends all sessions. The limit is in milliseconds. */
	close(limit: number): Promise<void>;
}

export function createPool(options: PoolOptions): Pool {
	const { connect, size, patience, onChange, onLoss } = options;
	/** All connections but the lost. */
	const slots = new Set<Slot>();
	const idle: Slot[] = [];
	/** Those that are being opened: in good time, overdue, and of either kind those that may take long. */
	let connecting = 0;
	let overdue = 0;
	let patient = 0;
	/** Those whose statement neither ended nor could be cancelled; PostgreSQL may still be at work there. */
	let lost = 0;
	let isOpen = false;
	let isClosed = false;
	let failure: unknown;
	const emptied = Promise.withResolvers<void>();
	const refuse = (late: Waiter) => late.refuse(failure ?? "no connection became free in time");
	const line = createLine<Waiter>(patience, refuse);
	const urgent = createLine<Waiter>(patience, refuse);

	const hasRoom = () => {
		const most = urgent.length > 0 ? size + 1 : size;
		const count = slots.size + connecting;
		return count < most && count + overdue + lost < size + spare;
	};
	const grow = () => {
		while (isOpen && line.length + urgent.length > connecting && connecting < together && hasRoom() && backoff.mayTry())
			void add();
	};
	const backoff = createBackoff(grow);

	const add = async () => {
		connecting += 1;
		const isPatient = patient < patientAttempts;
		if (isPatient) patient += 1;
		let isOverdue = false;
		const timer = setTimeout(() => {
			isOverdue = true;
			connecting -= 1;
			overdue += 1;
			backoff.faltered();
			grow();
		}, overdueAfter);
		let slot: Slot | undefined;
		try {
			const connection = await connect(() => slot && forget(slot), isPatient ? undefined : briefLimit);
			backoff.succeeded();
			if (failure !== undefined) onChange(undefined);
			failure = undefined;
			slot = { connection, isOld: false };
			slots.add(slot);
			serve(slot);
		} catch (error) {
			backoff.failed();
			if (failure === undefined) onChange(error);
			failure = error;
		} finally {
			clearTimeout(timer);
			if (isPatient) patient -= 1;
			if (isOverdue) overdue -= 1;
			else connecting -= 1;
		}
		grow();
	};

	/** Removes a slot whose connection has ended. */
	const forget = (slot: Slot) => {
		if (!slots.has(slot)) return;
		remove(slot);
		onLoss();
		if (performance.now() - slot.connection.since < youth) backoff.faltered();
		grow();
	};
	const remove = (slot: Slot) => {
		slots.delete(slot);
		const at = idle.indexOf(slot);
		if (at >= 0) idle.splice(at, 1);
		if (isClosed && slots.size === 0) emptied.resolve();
	};
	const drop = (slot: Slot) => {
		slot.connection.destroy();
		forget(slot);
	};

	/** Gives a slot what it can do next. */
	const serve = (slot: Slot) => {
		if (!slots.has(slot)) return;
		if (!slot.connection.isOpen) return drop(slot);
		const next = urgent.next() ?? (isWanted(slot) ? line.next() : undefined);
		if (next) next.take(slot);
		else if (isWanted(slot)) idle.push(slot);
		else {
			remove(slot);
			void slot.connection.end();
			grow();
		}
	};
	const isWanted = ({ isOld }: Slot) => !isClosed && slots.size <= size && !isOld;
	const ageing = setInterval(() => {
		const latest = performance.now() - lifetime;
		for (const slot of slots) slot.isOld = slot.connection.since < latest;
	}, lifetime / 10);
	ageing.unref();

	const lend = (waiter: Waiter, wait: (waiter: Waiter) => void) => {
		if (isClosed) return waiter.refuse("the pool is closed");
		const slot = idle.pop();
		if (!slot) {
			wait(waiter);
			return grow();
		}
		waiter.take(slot);
	};
	return {
		lend: (waiter) => lend(waiter, line.join),
		lendFirst: (waiter) => lend(waiter, urgent.join),
		giveBack: serve,
		drop,
		async giveUp(slot, statement) {
			const cancellation: Cancellation = cancel(slot.connection, statement, size);
			if (await cancellation.isQuick) return serve(slot);
			if (slots.has(slot)) {
				remove(slot);
				lost += 1;
				grow();
				await cancellation.isOver;
				lost -= 1;
			}
			slot.connection.destroy();
			grow();
		},
		state: () => ({
			connections: slots.size + lost,
			running: slots.size - idle.length + lost,
			waiting: line.length + urgent.length,
		}),
		open() {
			isOpen = true;
			grow();
		},
		async close(limit) {
			isClosed = true;
			isOpen = false;
			clearInterval(ageing);
			for (const { clear } of [urgent, line]) clear((waiter) => waiter.refuse("the pool is closed"));
			const unused = idle.splice(0);
			for (const slot of unused) slots.delete(slot);
			const ended = unused.map(({ connection }) => connection.end());
			if (slots.size > 0) await within(limit, emptied.promise);
			for (const { connection } of slots) connection.destroy();
			await Promise.all(ended);
		},
	};
}
