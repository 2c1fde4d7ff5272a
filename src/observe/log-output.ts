import { write, writeSync } from "node:fs";
import { readable } from "./log-terminal.ts";

/** Where the log's lines go. */
export interface Output {
	write(line: string): void;
	/** Waits until all lines are written, but not for ever where nobody takes them. */
	close(): Promise<void>;
}

const standardOutputFile = 1;
/** So much is written at a time, in characters. */
const chunk = 65_536;
/** So much may wait, in characters: where nobody takes the lines, those to come are lost, not the process. */
const most = 64 * chunk;
/** How long a line may wait for others, in milliseconds. */
const patience = 1000;
/** How long until a write that failed is tried again, in milliseconds. */
const pause = 50;
/** How long the end waits for the last line to be written, in milliseconds. */
const lastPatience = 2000;

/** Standard output: JSON lines, or in a terminal lines to be read. */
export const standardOutput = (): Output => (process.stdout.isTTY ? terminal : collected());

const terminal: Output = {
	write: (line) => void process.stdout.write(`${readable(line)}\n`),
	close: async () => {},
};

/**
 * Writes without waiting, at least once a second and at the end. By hand, because pino's own buffer is measured anew
 * with each line, which costs a request 8 µs of CPU time, and because on a full disk it never lets the process end.
 */
function collected(): Output {
	let lines = "";
	let lost = 0;
	/** What is being written, or is tried again. */
	let rest = Buffer.alloc(0);
	let isWriting = false;
	let isReaderGone = false;

	const begin = () => {
		if (isWriting || lines === "") return;
		isWriting = true;
		rest = Buffer.from(lines);
		lines = lost === 0 ? "" : lossOf(lost);
		lost = 0;
		proceed();
	};
	const proceed = () =>
		write(standardOutputFile, rest, 0, Math.min(rest.length, chunk), null, (error, written = 0) => {
			rest = rest.subarray(written);
			if (error?.code === "EPIPE") {
				isReaderGone = true;
				lines = "";
			} else if (error) setTimeout(proceed, pause);
			else if (rest.length > 0) proceed();
			else {
				isWriting = false;
				if (lines.length >= chunk) begin();
			}
		});
	setInterval(begin, patience).unref();
	process.on("exit", () => {
		// A line must not begin within another, half of which may be written.
		if (isWriting) return;
		try {
			writeSync(standardOutputFile, lines);
		} catch {}
	});
	return {
		write(line) {
			if (isReaderGone) return;
			if (lines.length >= most) {
				lost += 1;
				return;
			}
			lines += line;
			if (lines.length >= chunk) begin();
		},
		async close() {
			const end = performance.now() + lastPatience;
			for (begin(); isWriting && !isReaderGone && performance.now() < end; begin()) await Bun.sleep(5);
		},
	};
}

/** A line that says how many are missing behind those before it. */
const lossOf = (lines: number): string => {
	const line = { level: 40, time: Date.now(), pid: process.pid, lines, msg: "the log lost lines: nobody took them" };
	return `${JSON.stringify(line)}\n`;
};
