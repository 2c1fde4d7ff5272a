/** One thing that is wrong with a request: where, and what is allowed. */
export interface Issue {
	readonly field: string;
	readonly message: string;
}

interface ProblemOptions {
	/** Replaces the contract's message for the code. */
	readonly message?: string;
	readonly details?: readonly Issue[];
	readonly headers?: Readonly<Record<string, string>>;
	/** Why it happened: logged, never sent. */
	readonly cause?: unknown;
}

/** A failure that the contract documents. Throw it anywhere: the answer's status and words are the contract's. */
export class Problem extends Error {
	readonly code: string;
	readonly details: readonly Issue[] | undefined;
	readonly headers: Readonly<Record<string, string>> | undefined;

	constructor(code: string, options: ProblemOptions = {}) {
		super(options.message, { cause: options.cause });
		this.name = "Problem";
		this.code = code;
		this.details = options.details;
		this.headers = options.headers;
	}
}

/** A request that breaks the contract's rules: the first issue is the message, all are in `details`. */
export const validationError = (issues: readonly Issue[]): Problem =>
	new Problem("VALIDATION_ERROR", { ...(issues[0] && { message: issues[0].message }), details: issues });
