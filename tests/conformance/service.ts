import type { Operation } from "../../src/contract/operation.ts";

/** Somebody with credentials that the service accepts. */
export interface Caller {
	readonly id: string;
	/** What their requests carry. */
	readonly headers: Readonly<Record<string, string>>;
}

/** What makes a good request get the answer that its sender cannot bring about by the contract alone. */
export interface Provocation {
	/** The same service in another state. */
	readonly url?: string;
	/** Whose request it is. */
	readonly caller?: Caller;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** The service that is checked, and what nobody can know from its contract. */
export interface Service extends AsyncDisposable {
	readonly url: string;
	/** Whether callers are new each time, and have nothing yet. */
	readonly hasNewCallers: boolean;
	/** Somebody new, with this id where one is asked for; or undefined where there can be no such caller. */
	newCaller(id?: string): Promise<Caller | undefined>;
	/**
	 * How to get an answer that takes more than a request: or, as text, why that is not tried. Undefined where nothing
	 * is known, which is a finding: the contract documents what nobody can show.
	 */
	provoke(operation: Operation, documented: Documented): Promise<Provocation | string | undefined>;
}

/** An answer that an operation documents: its status and, of a failure, one of its error codes. */
export interface Documented {
	readonly status: number;
	readonly code: string | undefined;
}
