/** A query is read as URLSearchParams reads it, up to the first name that is unknown. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseQuery } from "../../src/contract/query.ts";

const list = { isList: true };
const known = new Map([
	["a", list],
	["limit", list],
	["ä b", list],
]);
const part = fc.constantFrom(
	...["a", "limit", "ä+b", "%C3%A4%20b", "%61", "l%69mit", "x", "__proto__"],
	...["=", "=", "&", "&", "%", "%zz", "%ff", "+", "1", "é"],
);

test("any query gives the values that URLSearchParams gives, or its first unknown name", () => {
	fc.assert(
		fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
			const query = parts.join("");
			const expected = new URLSearchParams(query);
			const unknown = [...expected.keys()].find((name) => !known.has(name));
			const parsed = parseQuery(query, known);
			expect(parsed.unknown).toBe(unknown);
			if (unknown === undefined)
				for (const name of known.keys()) expect(parsed.sent.get(name) ?? []).toEqual(expected.getAll(name));
		}),
		{ numRuns: 2_000 },
	);
});

test("of what may come but once no more is read than tells that it came more often", () => {
	const once = new Map([["limit", { isList: false }]]);
	const { sent } = parseQuery("limit=1&limit=2&limit=3", once);
	expect(sent.get("limit")).toEqual(["1", "2"]);
});
