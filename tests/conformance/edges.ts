import type { Schema } from "../../src/contract/document.ts";

/** Values on both sides of a keyword; some of them may break others of the schema. */
interface Edge {
	/** The property that it is about, for keywords about properties. */
	readonly property?: string;
	readonly inside: readonly unknown[];
	readonly outside: readonly unknown[];
	/** Whether the values outside are any that there are: perhaps none of them breaks the keyword. */
	readonly isGuess?: boolean;
}

/** Characters of one, two, three and four bytes: one code point each, but not one code unit. */
const characters = ["a", "1", "é", "中", "💥"];

/** Texts that one pattern or another does not allow. */
const oddTexts = [
	"\0",
	"a\0b",
	"\ud800",
	"a\udc00b",
	"\udc00\ud800",
	" ",
	" \t\n",
	"\u00a0\u2003",
	"a b",
	"é",
	"💥",
	"!",
	"~",
	'"',
	'"a',
	"W/",
	'"a",',
	"a,b",
	"*x",
	"A".repeat(256),
	"",
];

/** Texts of each format that is known, and texts that only look like it. */
const formats: Readonly<Record<string, Pick<Edge, "inside" | "outside">>> = {
	"date-time": {
		inside: ["2024-02-29T23:59:59Z", "2026-01-01T00:00:00.5+01:00"],
		outside: ["2026-02-30T00:00:00Z", "2026-01-01", "yesterday"],
	},
	date: { inside: ["2024-02-29"], outside: ["2026-02-29", "2026-01-01T00:00:00Z", "yesterday"] },
	uuid: { inside: ["0b6f3c1e-9c0f-4a7e-8f54-2f6f0a6d4b11"], outside: ["0b6f3c1e-9c0f-4a7e-8f54", "x"] },
	email: { inside: ["a@example.org"], outside: ["a", "a@", "@example.org"] },
	time: { inside: ["23:59:59Z"], outside: ["25:00:00Z", "noon"] },
	duration: { inside: ["P1DT12H"], outside: ["P", "1 day"] },
	hostname: { inside: ["example.org"], outside: ["-a.example", "a b"] },
	ipv4: { inside: ["192.0.2.1"], outside: ["192.0.2.256", "192.0.2"] },
	ipv6: { inside: ["2001:db8::1"], outside: ["2001:db8", "::1::"] },
	uri: { inside: ["https://example.org/a?b=c"], outside: ["/a", "a b"] },
	"uri-reference": { inside: ["/a?b=c"], outside: ["a b", "%"] },
};

/** One value of each type of JSON. */
const ofType: Readonly<Record<string, unknown>> = {
	string: "a",
	number: 1.5,
	integer: 7,
	boolean: true,
	null: null,
	array: [],
	object: {},
};

/**
 * The values just inside and just outside of a keyword, most telling first; undefined for a keyword that is not
 * known here. `sample` gives a good value for the schema as a whole, `others` one for each of its alternatives.
 */
export function edgesOf(
	keyword: string,
	operand: unknown,
	schema: Schema,
	sample: () => unknown,
	others: () => unknown[],
): Edge[] | undefined {
	const limit = Number(operand);
	switch (keyword) {
		case "type": {
			const types = [operand].flat() as string[];
			return [
				{
					inside: [
						sample(),
						...types.flatMap((type) => (type === "null" ? [null] : [])),
						...(types.includes("boolean") ? [true, false] : []),
					],
					outside: [...Object.values(ofType), "1.0", "1e2", "+1", "01", " 1", "", "TRUE", "1"],
				},
			];
		}
		case "enum":
			return [
				{
					inside: operand as unknown[],
					outside: (operand as unknown[]).flatMap((each) => [
						`${each}x`,
						String(each).toUpperCase(),
						String(each).toLowerCase(),
						"",
					]),
				},
			];
		case "const":
			return [{ inside: [operand], outside: [`${operand}x`] }];
		case "minLength":
			return [{ inside: sized(limit), outside: sized(limit - 1) }];
		case "maxLength":
			return [{ inside: sized(limit), outside: sized(limit + 1) }];
		case "pattern": {
			const length = Number(schema.minLength ?? 0);
			return [
				{
					inside: [sample(), "a".repeat(length || 1), ...characters],
					outside: [...oddTexts, ...oddTexts.map((text) => text.padEnd(length, text || "!"))],
				},
			];
		}
		case "format":
			return formats[String(operand)] && [formats[String(operand)] as Edge];
		case "minimum":
		case "maximum": {
			const outward = keyword === "minimum" ? -1 : 1;
			const step = Number(schema.multipleOf ?? 1);
			return [{ inside: [sample(), limit], outside: [limit + outward * step, limit + outward * 0.5] }];
		}
		case "exclusiveMinimum":
		case "exclusiveMaximum": {
			const inward = keyword === "exclusiveMinimum" ? 1 : -1;
			return [{ inside: [sample(), limit + inward * 0.5, limit + inward], outside: [limit, limit - inward] }];
		}
		case "multipleOf":
			return [{ inside: [sample(), limit, limit * 2], outside: [limit * 1.5, limit + 1, limit * 2 + 1] }];
		case "required":
			return (operand as string[]).map((property) => ({
				property,
				inside: [sample()],
				outside: [without(sample(), property)],
			}));
		case "additionalProperties": {
			if (typeof operand !== "boolean") return undefined;
			const property = "conformance";
			const more = { ...(sample() as object), [property]: 1 };
			return operand ? [{ inside: [more], outside: [] }] : [{ property, inside: [sample()], outside: [more] }];
		}
		case "minProperties":
			return [{ inside: [some(sample(), limit)], outside: [some(sample(), limit - 1)] }];
		case "maxProperties":
			return [{ inside: [sample()], outside: [padded(sample(), limit + 1)] }];
		case "minItems":
			return [{ inside: [sample(), repeated(sample(), limit)], outside: [repeated(sample(), limit - 1)] }];
		case "maxItems":
			return [{ inside: [sample(), repeated(sample(), limit)], outside: [repeated(sample(), limit + 1)] }];
		case "uniqueItems": {
			const twice = repeated(sample(), Math.max(2, Number(schema.minItems ?? 0)));
			return operand ? [{ inside: [sample()], outside: [twice] }] : [{ inside: [twice], outside: [] }];
		}
		case "anyOf":
		case "oneOf":
			return [{ inside: others(), outside: around(sample()), isGuess: true }];
		case "not":
		case "if":
		case "items":
		case "contains":
		case "propertyNames":
		case "dependentRequired":
		case "unevaluatedProperties":
			return [{ inside: [sample()], outside: around(sample()), isGuess: true }];
		default:
			return undefined;
	}
}

/** Values of all kinds, and some that differ a little from a good one. */
function around(sample: unknown): unknown[] {
	const kinds = [...Object.values(ofType), -1, 0, 1, 1e6, "", "x", ...sized(2), ...oddTexts];
	if (Array.isArray(sample)) return [...kinds, sample.slice(1), [...sample, ...sample], ...kinds.map((kind) => [kind])];
	if (typeof sample !== "object" || sample === null) return kinds;
	const names = Object.keys(sample);
	return [
		...kinds,
		...names.map((name) => without(sample, name)),
		...names.flatMap((name) => kinds.map((kind) => ({ ...sample, [name]: kind }))),
		...names.flatMap((name) =>
			names.flatMap((other) => kinds.map((kind) => ({ ...without(sample, other), [name]: kind }))),
		),
		{ ...sample, conformance: 1 },
	];
}

/** Texts of so many code points. */
const sized = (length: number): string[] => (length < 0 ? [] : characters.map((character) => character.repeat(length)));

const repeated = (items: unknown, length: number): unknown[] => Array.from({ length }, () => (items as unknown[])[0]);

const some = (value: unknown, count: number): object =>
	Object.fromEntries(Object.entries(value as object).slice(0, count));

const padded = (value: unknown, count: number): object => {
	const more = Array.from({ length: count }, (_, index) => [`conformance${index}`, 1]);
	return Object.fromEntries([...Object.entries(value as object), ...more].slice(0, count));
};

function without(value: unknown, property: string): object {
	const { [property]: _, ...rest } = value as Record<string, unknown>;
	return rest;
}
