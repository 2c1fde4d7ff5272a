/** The end of an operation's life, as a contract tells it: days like `2026-07-01`, in UTC. */
export interface Lifecycle {
	/** Since when nobody should begin to use it. */
	readonly deprecated: string;
	/** From when on it may be gone. */
	readonly sunset: string | undefined;
}

interface Told {
	readonly operationId: string;
	readonly deprecated?: boolean;
	readonly "x-deprecated"?: string;
	readonly "x-sunset"?: string;
}

/** Throws where the contract tells only half of a lifecycle. */
export function lifecycleOf(operation: Told): Lifecycle | undefined {
	const { operationId, "x-deprecated": deprecated, "x-sunset": sunset } = operation;
	const fail = (what: string) => {
		throw new Error(`${operationId}: ${what}`);
	};
	if (!operation.deprecated) {
		if (deprecated ?? sunset) fail("x-deprecated and x-sunset need `deprecated: true`");
		return undefined;
	}
	if (!isDay(deprecated)) return fail("a deprecated operation needs x-deprecated, a day like 2026-07-01");
	if (sunset !== undefined && !(isDay(sunset) && sunset >= deprecated))
		fail("x-sunset must be a day like 2027-01-01, and not before x-deprecated");
	return { deprecated, sunset };
}

/** The headers of each answer, `Deprecation` (RFC 9745) and `Sunset` (RFC 8594), which the contract need not list. */
export function lifecycleHeaders({ deprecated, sunset }: Lifecycle) {
	const always = (value: string) => ({ required: true, schema: { type: "string", const: value } });
	return {
		Deprecation: always(`@${Date.parse(deprecated) / 1000}`),
		...(sunset !== undefined && { Sunset: always(new Date(sunset).toUTCString()) }),
	};
}

/** Whether it is a day of the calendar. What is none, like `2026-02-30`, would be read as another day. */
const isDay = (text: string | undefined): text is string =>
	text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && toDay(Date.parse(text)) === text;

const toDay = (time: number): string => (Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10));
