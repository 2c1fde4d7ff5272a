import { createBackoff } from "../backoff.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connect } from "../connection/connector.ts";

/** How many connections are opened at a time. */
const together = 5;
/** After so many milliseconds, one that is still being opened no longer keeps others from being opened. */
const overdueAfter = 500;
/** So many at a time may take as long as a slow server needs; any other is given up after this, in milliseconds. */
const patientAttempts = 2;
const briefLimit = 1500;
/** A connection that ends sooner than this counts as one that failed, in milliseconds. */
const youth = 1000;

interface OpenerOptions {
	readonly connect: Connect;
	readonly onOpen: (connection: Connection) => void;
	/** Called when a connection has ended, for whatever reason. */
	readonly onClose: (connection: Connection) => void;
	/** Called with the reason when the database can no longer be reached, and with undefined when it can again. */
	readonly onChange: (failure: unknown) => void;
	/** Called when another one can be opened that could not be before. */
	readonly onReady: () => void;
}

/** Opens connections: few at a time, and with pauses while that fails. */
interface Opener {
	/** How many are being opened in good time. */
	readonly connecting: number;
	/** How many are still being opened, but take too long. */
	readonly overdue: number;
	/** Why the last attempt failed; undefined where it succeeded. */
	readonly failure: unknown;
	/** Whether to open one now; if not, `onReady` tells when. */
	mayOpen(): boolean;
	open(): Promise<void>;
	/** Says that a connection was lost: one that did not last makes the next one wait. */
	lost(connection: Connection): void;
}

export function createOpener({ connect, onOpen, onClose, onChange, onReady }: OpenerOptions): Opener {
	let connecting = 0;
	let overdue = 0;
	/** How many of both may take long. */
	let patient = 0;
	let failure: unknown;
	const backoff = createBackoff(onReady);

	const open = async () => {
		connecting += 1;
		const isPatient = patient < patientAttempts;
		if (isPatient) patient += 1;
		let isOverdue = false;
		const timer = setTimeout(() => {
			isOverdue = true;
			connecting -= 1;
			overdue += 1;
			backoff.faltered();
			onReady();
		}, overdueAfter);
		let connection: Connection | undefined;
		try {
			connection = await connect(() => connection && onClose(connection), isPatient ? undefined : briefLimit);
			backoff.succeeded();
			if (failure !== undefined) onChange(undefined);
			failure = undefined;
			onOpen(connection);
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
		onReady();
	};

	return {
		get connecting() {
			return connecting;
		},
		get overdue() {
			return overdue;
		},
		get failure() {
			return failure;
		},
		mayOpen: () => connecting < together && backoff.mayTry(),
		open,
		lost(connection) {
			if (performance.now() - connection.since < youth) backoff.faltered();
		},
	};
}
