import { styleText } from "node:util";

/** By pino's levels. */
const colours = { 10: "gray", 20: "gray", 30: "white", 40: "yellow", 50: "red", 60: "red" } as const;

/** A line of the log for people: when, what, and the rest as `name=value`; a stack below it. */
export function readable(line: string): string {
	const { level, time, pid, msg, ...rest } = JSON.parse(line);
	const { method, route, status, ms, error, ...details } = rest;
	const isRequest = msg === "request";
	const what = isRequest ? `${method} ${route} ${status} ${ms} ms` : msg;
	const shown = isRequest ? details : { ...rest, error: undefined };
	const pairs = Object.entries(shown).flatMap(([name, value]) =>
		value === undefined ? [] : `${name}=${textOf(value)}`,
	);
	const colour = colours[level as keyof typeof colours] ?? "white";
	const head = styleText(colour, what);
	const tail = styleText("gray", pairs.join(" "));
	const first = `${clock(time)} ${head} ${tail}`.trimEnd();
	return error ? `${first}\n  ${error.stack ?? textOf(error)}` : first;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

const clock = (time: number): string => {
	const date = new Date(time);
	const milliseconds = String(date.getMilliseconds()).padStart(3, "0");
	return `${date.toTimeString().slice(0, 8)}.${milliseconds}`;
};
