import type { Environment } from "../config.ts";

export interface Running {
	/** Finishes what is in flight, and frees everything. */
	stop(): Promise<void>;
	/** Never fulfilled; rejected with what keeps it from running on. */
	readonly failure?: Promise<never>;
}

/** Gives back what goes on running, if anything does. */
export type Command = (args: readonly string[], environment: Environment) => Promise<Running | undefined>;

/** How long a signal is the first one again, in milliseconds: Ctrl-C also comes from the `bun run` in between. */
const sameSignal = 500;

/**
 * Starts something; where it goes on running, stops it at SIGTERM or SIGINT. Then exits with 0. A failure exits with 1,
 * and is told in one line per problem. A later signal exits at once.
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
		console.error(problemsOf(error));
		process.exit(1);
	}
}

/** What an operator needs to know of a failure: no stack, and no address with a password in it. */
function problemsOf(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(problemsOf).join("\n");
	if (!(error instanceof Error)) return String(error);
	const { code, message, address, port, path } = error as Error &
		Partial<Record<"code" | "address" | "port" | "path", string>>;
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
