import { Problem } from "./problem.ts";

/** What a handler gives back, as the engine sees it. The types that handlers see keep it to what is documented. */
export type Result = Success | Problem;
export interface Success {
	readonly status: number;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string>>;
}

export const reply = (status: number, body?: unknown, headers: Success["headers"] = {}): Success => ({
	status,
	body,
	headers,
});

export const fail = (code: string): Problem => new Problem(code);
