import type { Environment } from "../config.ts";

/** Something that runs until it is told to stop. */
export interface Running {
	/** Finishes what is in flight, and gives everything back. */
	stop(): Promise<void>;
	/** Never fulfilled; rejected with what keeps it from running on. */
	readonly failure?: Promise<never>;
}

/** Does what the arguments ask for; gives back what then goes on running, if anything does. */
export type Command = (args: readonly string[], environment: Environment) => Promise<Running | undefined>;

/**
 * Within this time, in milliseconds, a second signal is the first one again: Ctrl-C comes from the terminal and,
 * once more, from the `bun run` in between.
 */
const sameSignal = 500;

/**
 * Starts something; where it goes on running, waits for SIGTERM or SIGINT and stops it. Then exits with 0. A later
 * signal exits at once. A failure is told in one line per problem, and exits with 1.
 */
export async function runProcess(start: () => Promise<Running | undefined>): Promise<never> {
	let signalled: number | undefined;
	const { promise: stopping, resolve: stop } = Promise.withResolvers<void>();
	for (const signal of ["SIGTERM", "SIGINT"] as const)
		process.on(signal, () => {
			signalled ??= performance.now();
			if (performance.now() - signalled > sameSignal) process.exit(1);
			stop();
		});
	try {
		const running = await start();
		if (running) await Promise.race([stopping, running.failure ?? stopping]);
		await running?.stop();
		process.exit(0);
	} catch (error) {
		console.error(inOneLine(error));
		process.exit(1);
	}
}

/** What an operator needs to know of a failure: no stack, and no address with a password in it. */
function inOneLine(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(inOneLine).join("\n");
	if (!(error instanceof Error)) return String(error);
	const { code, message, address, port, path } = error as Error & {
		code?: string;
		address?: string;
		port?: number;
		path?: string;
	};
	switch (code) {
		case "EADDRINUSE":
			return "PORT is taken: another process listens there. Stop it, or choose another PORT.";
		case "ECONNREFUSED":
			return `The database refuses connections at ${address}:${port}. Is it running, and is DATABASE_URL right?`;
		case "ENOENT":
			return `There is no file ${path}`;
		default:
			return code ? `${message} (${code})` : message;
	}
}
