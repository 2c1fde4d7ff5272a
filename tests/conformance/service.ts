import type { Operation } from "../../src/contract/document.ts";

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
	/** Somebody new, with this id where one is asked for; or undefined where there can be no such caller. */
	newCaller(id?: string): Promise<Caller | undefined>;
	/** How to get an answer, by its error code or its status; or, as text, why that is not tried. */
	provoke(operation: Operation, answer: string): Promise<Provocation | string>;
}
