import type { Operation } from "../../src/contract/operation.ts";
import type { Caller } from "./service.ts";

/** What must be known of an operation to send it a request and to judge the answer. */
export type Asked = Pick<Operation, "id" | "method" | "path" | "security" | "responses">;

/** A request before it is written: each part can be changed on its own. */
export interface Draft {
	readonly operation: Asked;
	/** Another service than the one that is checked. */
	readonly url?: string;
	readonly caller?: Caller | undefined;
	/** Instead of the operation's own. */
	readonly method?: string;
	/** Instead of the operation's path, with the query. */
	readonly target?: string;
	readonly path: Readonly<Record<string, string>>;
	readonly query: readonly (readonly [name: string, value: string])[];
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
}

/** An answer as it came. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	/** The body, where it is JSON. */
	readonly json: unknown;
}

/** The draft with some headers more, or others. */
export const withHeaders = (draft: Draft, headers: Readonly<Record<string, string>>): Draft => ({
	...draft,
	headers: { ...draft.headers, ...headers },
});

const methodOf = ({ method, operation }: Draft): string => method ?? operation.method;

/** Path and query of a draft. */
function targetOf({ operation, target, path, query }: Draft): string {
	if (target !== undefined) return target;
	const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
	const search = new URLSearchParams(query.map(([...pair]) => pair)).toString();
	return search ? `${filled}?${search}` : filled;
}

/**
 * Sends a draft over a real socket, and reads the answer. Throws in a few words why there is none within some
 * milliseconds.
 */
export async function send(url: string, draft: Draft, patience = 15_000): Promise<Answer> {
	try {
		const response = await fetch((draft.url ?? url) + targetOf(draft), {
			method: methodOf(draft),
			headers: { ...draft.caller?.headers, ...draft.headers },
			redirect: "manual",
			signal: AbortSignal.timeout(patience),
			...(draft.body !== undefined && { body: draft.body }),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, json: parse(text) };
	} catch (error) {
		// Bun adds advice about its options.
		const [reason] = (error as Error).message.split(/[.?](?: (?=[A-Z])|$)/);
		throw new Error(reason, { cause: error });
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The command that sends the draft again. The caller's credentials are left out of it: reports are kept. */
export function curl(url: string, draft: Draft): string {
	const headers = [
		...Object.keys(draft.caller?.headers ?? {})
			.filter((name) => !(name in draft.headers))
			.map((name) =>
				name === "authorization"
					? `-H "Authorization: Bearer $TOKEN"`
					: `-H "${name}: $${name.toUpperCase().replaceAll("-", "_")}"`,
			),
		...Object.entries(draft.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
	];
	const body = draft.body === undefined ? [] : [`--data-binary ${quoted(draft.body)}`];
	const line = [
		"curl -i",
		`-X ${methodOf(draft)}`,
		quoted((draft.url ?? url) + targetOf(draft)),
		...headers,
		...body,
	].join(" ");
	return draft.caller ? `${line}   # TOKEN: one of ${draft.caller.id}` : line;
}

/** A word for a shell. Long bodies are cut: what matters of them is how long they are. */
function quoted(value: string | Uint8Array): string {
	const bytes = Buffer.from(value);
	const shown = bytes.length > 3000 ? bytes.subarray(0, 100) : bytes;
	const isPlain = shown.every((byte) => byte >= 0x20 && byte !== 0x7f);
	const word =
		isPlain && shown.toString().isWellFormed() && !shown.includes(0xff)
			? `'${shown.toString().replaceAll("'", `'\\''`)}'`
			: `$'${[...shown].map(escaped).join("")}'`;
	return shown === bytes ? word : `${word}…(${bytes.length} bytes)`;
}

const escaped = (byte: number): string =>
	byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
		? String.fromCharCode(byte)
		: `\\x${byte.toString(16).padStart(2, "0")}`;
