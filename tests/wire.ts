/** What a server sends on its PostgreSQL connections, as the database gets it. */
import { greeting } from "../src/db/connection/connection.ts";
import { openProxy } from "./proxy.ts";

interface Statement {
	readonly text: string;
	/** The parameters in their text form; undefined is NULL. */
	readonly parameters: readonly (string | undefined)[];
}

/**
 * Notes every statement that goes to the database through `url`, but for the one with which each connection begins
 * (protocol 3.0: `Parse` has its text, `Bind` its
 * parameters, `Query` is one without).
 */
export async function recordStatements(databaseUrl: string) {
	const statements: Statement[] = [];
	const { url, cut } = await openProxy(databaseUrl, () => listener(statements));
	return { url, statements, stop: cut };
}

function listener(statements: Statement[]) {
	const texts = new Map<string, string>();
	let pending = Buffer.alloc(0);
	let started = false;
	return (data: Buffer) => {
		pending = Buffer.concat([pending, data]);
		for (;;) {
			// Only the first message has no type.
			const head = started ? 1 : 0;
			if (pending.length < head + 4) return;
			const end = head + pending.readInt32BE(head);
			if (pending.length < end) return;
			const type = started ? pending.toString("latin1", 0, 1) : "";
			const body = pending.subarray(head + 4, end);
			pending = pending.subarray(end);
			started = true;
			if (type === "P") {
				const [name = "", text = ""] = strings(body);
				texts.set(name, text);
			} else if (type === "B") {
				const [portal = "", name = ""] = strings(body);
				const at = Buffer.byteLength(portal) + Buffer.byteLength(name) + 2;
				statements.push({ text: texts.get(name) ?? "", parameters: values(body.subarray(at)) });
			} else if (type === "Q") {
				const [text = ""] = strings(body);
				if (text !== greeting) statements.push({ text, parameters: [] });
			}
		}
	};
}

/** The zero-terminated strings at the start of a message. */
const strings = (body: Buffer): string[] => body.toString("utf8").split("\0");

/** The values of a Bind message, behind its format codes. */
function values(body: Buffer): (string | undefined)[] {
	let at = 2 + 2 * body.readInt16BE(0);
	const count = body.readInt16BE(at);
	at += 2;
	return Array.from({ length: count }, () => {
		const length = body.readInt32BE(at);
		const value = length < 0 ? undefined : body.toString("utf8", at + 4, at + 4 + length);
		at += 4 + Math.max(length, 0);
		return value;
	});
}
