import { createBackoff } from "./backoff.ts";
import { type Cancellation, cancel, within } from "./cancel.ts";
import type { Connection } from "./connection.ts";
import type { Connect } from "./connector.ts";
import { createLine } from "./line.ts";

/** How many connections there may be beyond the pool's size: for readiness, and for those that are given up. */
const spare = 5;
/** How many connections are opened at a time. */
const together = 5;
/** A connection that ends sooner than this counts as one that failed, in milliseconds. */
const youth = 1000;
/** How long a connection is used, in milliseconds: servers move, and sessions grow. */
const lifetime = 45 * 60_000;
/**
 * How many statements a connection may carry while somebody waits. The second is there when PostgreSQL is done with
 * the first, and need not wake it up: that saves a third of what a statement costs.
 */
const depth = 2;
/** In this time, in milliseconds, every connection must have got something done for the database to count as quick. */
const quickness = 50;

/** A place in the pool: a connection, and what it is doing. */
export interface Slot {
	readonly connection: Connection;
	/** How many statements it carries. */
	running: number;
	/** How many of them are being given up; until they have ended it takes no others. */
	givenUp: number;
	/** Whether it has finished a statement since the last look. */
	isMoving: boolean;
	/** Whether it has been used for long enough. */
	isOld: boolean;
}

/** A statement that wants a connection. */
export interface Waiter {
	take(slot: Slot): void;
	refuse(reason: unknown): void;
}

export interface PoolOptions {
	readonly connect: Connect;
	/** The most connections; five more while some of them hang. */
	readonly size: number;
	/** How long somebody may wait for a connection, in milliseconds. */
	readonly patience: number;
	/** Is told when the database can no longer be reached, and why; and with undefined when it can again. */
	readonly onChange: (failure: unknown) => void;
	/** Is told whenever a connection has ended that should not have. */
	readonly onLoss: () => void;
}

/** Connections that are opened as they are needed, and lent to statements. */
export interface Pool {
	/** Lends a connection: at once where one is idle, else in turn. */
	lend(waiter: Waiter): void;
	/** Lends one to somebody who comes before everybody else, and may have one beyond the pool's size. */
	lendFirst(waiter: Waiter): void;
	/** Takes a connection back whose statement has ended. */
	giveBack(slot: Slot): void;
	/** Takes one back that is of no use any more. */
	drop(slot: Slot): void;
	/** Takes one back whose statement has not ended in time. It is cancelled, and the connection used again if that works. */
	giveUp(slot: Slot, statement: Promise<unknown>): Promise<void>;
	/** Opens connections from now on. Until then everybody waits. */
	open(): void;
	/** Refuses new statements, waits for those that run, no longer than this in milliseconds, and ends all sessions. */
	close(limit: number): Promise<void>;
}

export function createPool(options: PoolOptions): Pool {
	const { connect, size, patience, onChange, onLoss } = options;
	/** All connections but the lost. */
	const slots = new Set<Slot>();
	const idle: Slot[] = [];
	const urgent: Waiter[] = [];
	let connecting = 0;
	/** Those whose statement neither ended nor could be cancelled; PostgreSQL may still be at work there. */
	let lost = 0;
	let isOpen = false;
	let isClosed = false;
	let isQuick = false;
	let isWatched = false;
	let failure: unknown;
	const emptied = Promise.withResolvers<void>();
	const line = createLine<Waiter>(patience, (late) =>
		late.refuse(failure ?? "no connection became free in time"),
	);

	const hasRoom = () => {
		const most = urgent.length > 0 ? size + 1 : size;
		const count = slots.size + connecting;
		return count < most && count + lost < size + spare;
	};
	const grow = () => {
		while (
			isOpen &&
			line.length + urgent.length > connecting &&
			connecting < together &&
			hasRoom() &&
			backoff.mayTry()
		)
			void add();
	};
	const backoff = createBackoff(grow);

	const add = async () => {
		connecting += 1;
		let slot: Slot | undefined;
		try {
			const { connection } = await connect(() => slot && forget(slot));
			backoff.succeeded();
			if (failure !== undefined) onChange(undefined);
			failure = undefined;
			slot = {
				connection,
				running: 0,
				givenUp: 0,
				isMoving: true,
				isOld: false,
			};
			slots.add(slot);
			serve(slot);
		} catch (error) {
			backoff.failed();
			if (failure === undefined) onChange(error);
			failure = error;
		} finally {
			connecting -= 1;
		}
		grow();
	};

	/** Removes one whose connection has ended. */
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
		if (slot.givenUp > 0 || !slots.has(slot)) return;
		if (!slot.connection.isOpen) return drop(slot);
		const most = isQuick ? depth : 1;
		for (; slot.running < most; slot.running++) {
			const next = urgent.shift() ?? (isWanted(slot) ? line.next() : undefined);
			if (!next) break;
			next.take(slot);
		}
		if (slot.running > 0) return;
		if (isWanted(slot)) idle.push(slot);
		else {
			remove(slot);
			void slot.connection.end();
			grow();
		}
	};
	const isWanted = ({ isOld }: Slot) =>
		!isClosed && slots.size <= size && !isOld;
	const ageing = setInterval(() => {
		const latest = performance.now() - lifetime;
		for (const slot of slots) slot.isOld = slot.connection.since < latest;
	}, lifetime / 10);
	ageing.unref();

	/** Looks, for as long as somebody waits, whether it is for too many statements, or for slow ones. */
	const watch = () => {
		isWatched = line.length > 0;
		isQuick = isWatched;
		for (const slot of slots) {
			if (slot.running > 0 && !slot.isMoving) isQuick = false;
			slot.isMoving = false;
		}
		if (isWatched) setTimeout(watch, quickness).unref();
	};

	const lend = (waiter: Waiter, wait: (waiter: Waiter) => void) => {
		if (isClosed) return waiter.refuse("the pool is closed");
		const slot = idle.pop();
		if (!slot) {
			wait(waiter);
			return grow();
		}
		slot.running += 1;
		waiter.take(slot);
	};
	const giveBack = (slot: Slot) => {
		slot.running -= 1;
		slot.isMoving = true;
		serve(slot);
	};

	return {
		lend: (waiter) =>
			lend(waiter, () => {
				line.join(waiter);
				if (!isWatched) watch();
			}),
		lendFirst: (waiter) => lend(waiter, () => urgent.push(waiter)),
		giveBack,
		drop,
		async giveUp(slot, statement) {
			slot.givenUp += 1;
			const cancellation: Cancellation = cancel(
				slot.connection,
				statement,
				size,
			);
			if (await cancellation.isQuick) {
				slot.givenUp -= 1;
				return giveBack(slot);
			}
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
		open() {
			isOpen = true;
			grow();
		},
		async close(limit) {
			isClosed = true;
			isOpen = false;
			clearInterval(ageing);
			for (const waiter of urgent.splice(0))
				waiter.refuse("the pool is closed");
			line.clear((waiter) => waiter.refuse("the pool is closed"));
			const unused = idle.splice(0);
			for (const slot of unused) slots.delete(slot);
			const ended = unused.map(({ connection }) => connection.end());
			if (slots.size > 0) await within(limit, emptied.promise);
			for (const { connection } of slots) connection.destroy();
			await Promise.all(ended);
		},
	};
}
