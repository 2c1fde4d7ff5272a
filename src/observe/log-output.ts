import pino from "pino";
import { readable } from "./log-terminal.ts";

const chunk = 65_536; // characters
/** How long a line may wait for others, in milliseconds. */
const patience = 1000;

export interface Output {
	write(line: string): void;
}

/** Standard output: JSON lines, or in a terminal lines to be read. */
export const standardOutput = (): Output =>
	process.stdout.isTTY ? { write: (line) => void process.stdout.write(`${readable(line)}\n`) } : collected();

/**
 * Writes without waiting, at least once a second and at the end. The lines are joined here: pino's own buffer is
 * measured anew with each line, which costs a request 8 µs of CPU time.
 */
function collected(): Output {
	// Less than a chunk is written only when it is flushed.
	const destination = pino.destination({ dest: 1, sync: false, minLength: chunk, maxWrite: 2 * chunk });
	let pending = "";
	const handOn = () => {
		if (pending !== "") destination.write(pending);
		pending = "";
	};
	setInterval(() => {
		handOn();
		destination.flush();
	}, patience).unref();
	process.on("exit", () => {
		handOn();
		// In this thread: nobody waits for another any more.
		destination.flushSync();
	});
	return {
		write(line) {
			pending += line;
			if (pending.length >= chunk) handOn();
		},
	};
}
