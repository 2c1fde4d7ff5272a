/** What a run is told by its environment. `bun run load` sets it from its options. */

/** Where the service is, without a slash at the end. */
export const baseUrl = (__ENV.BASE_URL || "http://localhost:8000").replace(/\/+$/, "");

/** A whole number from 1 on. Throws where the variable is something else. */
export function count(name: string, standard: number): number {
	const text = __ENV[name] || String(standard);
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`${name} must be a whole number from 1 on, not ${text}`);
	return Number(text);
}

/** A duration like `90s`, `2m` or `1h`, in seconds. Throws where the variable is something else. */
export function seconds(name: string, standard: string): number {
	const text = __ENV[name] || standard;
	const [, amount, unit] = /^([1-9]\d*)([smh])$/.exec(text) ?? [];
	if (!amount || !unit) throw new Error(`${name} must be like 90s, 2m or 1h, not ${text}`);
	return Number(amount) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
}
