import { ConfigError } from "./config.ts";

/** Something that runs until it is told to stop. */
export interface Running {
	/** Finishes what is in flight, and gives everything back. */
	stop(): Promise<void>;
}

/**
 * Runs until SIGTERM or SIGINT, then stops and exits with 0; a second signal exits at once. A start that fails
 * is told in one line per problem, and exits with 1.
 */
export async function runProcess(start: () => Promise<Running>): Promise<void> {
	let signalled = false;
	const { promise: stopping, resolve: stop } = Promise.withResolvers<void>();
	for (const signal of ["SIGTERM", "SIGINT"] as const)
		process.on(signal, () => {
			if (signalled) process.exit(1);
			signalled = true;
			stop();
		});
	await runCommand(async () => {
		const running = await start();
		await stopping;
		await running.stop();
	});
}

/** Does one thing and exits with 0. A failure is told in one line per problem, and exits with 1. */
export async function runCommand(command: () => Promise<void>): Promise<never> {
	try {
		await command();
		process.exit(0);
	} catch (error) {
		console.error(explain(error));
		process.exit(1);
	}
}

/** What an operator needs to know of a failed start: no stack, and no address with a password in it. */
function explain(error: unknown): string {
	if (error instanceof ConfigError) return error.message;
	if (!(error instanceof Error)) return String(error);
	const { code, message, address, port } = error as Error & {
		code?: string;
		address?: string;
		port?: number;
	};
	switch (code) {
		case "ENOENT":
			return `There is no file ${(error as NodeJS.ErrnoException).path}`;
		case "EADDRINUSE":
			return "PORT is taken: another process listens there. Stop it, or choose another PORT.";
		case "ECONNREFUSED":
			return `The database refuses connections at ${address}:${port}. Is it running, and is DATABASE_URL right?`;
		default:
			return code ? `${message} (${code})` : message;
	}
}
