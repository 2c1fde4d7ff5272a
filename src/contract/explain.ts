import { Check, Errors } from "typebox/schema";
import { compiled } from "./compiled.ts";
import type { Document, Schema } from "./document.ts";
import type { Issue } from "./problem.ts";
import { referenced } from "./schema.ts";

/** One text for whatever breaks a schema, or one per keyword (for `required`: one per property). */
type Message = string | Readonly<Record<string, string | Readonly<Record<string, string>>>>;
type Properties = Readonly<Record<string, unknown>>;

/** Only the first issues are told: a long list would be our work, not the sender's. */
const mostIssues = 32;
/** How many places are looked at, which also bounds a schema that contains itself. */
const mostPlaces = 500;
/** To how many characters names that clients make up are cut. */
const longestName = 100;

/** What is wrong with a value that its schema refuses: at least one issue, in the contract's order and words. */
export function explain(
	document: Document,
	schema: Schema,
	value: unknown,
	fieldOf: (path: string) => string,
): Issue[] {
	// By content: `type` and `enum` may say the same.
	const issues = new Map<string, Issue>();
	const isFull = () => issues.size >= mostIssues;
	const all = document.components?.schemas ?? {};
	let places = 0;

	const visit = (schema: Schema, value: unknown, path: string): void => {
		// Checking a part first costs little, and most parts are valid.
		const isSound = typeof schema === "object" && compiled(document, schema).Check(value);
		if (isSound || places++ >= mostPlaces) return;
		const schemas = referenced(document, schema);
		const below = (name: string | number) => (path ? `${path}.${name}` : `${name}`);
		const report = (message: string, at = path) => {
			const field = fieldOf(at);
			if (!isFull()) issues.set(`${field} ${message}`, { field, message });
		};

		for (const each of schemas)
			for (const [keyword, operand] of Object.entries(each)) {
				if (isFull()) return;
				const words = (property?: string) => messageOf(schemas, keyword, property);
				switch (keyword) {
					case "$ref": // what it refers to is among the schemas
						break;
					case "properties":
						if (isObject(value))
							for (const [name, child] of Object.entries(operand as Properties))
								if (Object.hasOwn(value, name)) visit(child as Schema, value[name], below(name));
						break;
					case "additionalProperties":
						for (const [name, child] of additional(each, value)) {
							if (isFull()) return;
							const shown = shownName(name);
							if (operand === false) report(words() ?? unknownProperty(each), below(shown));
							else visit(operand as Schema, child, below(shown));
						}
						break;
					case "required":
						if (isObject(value))
							for (const name of operand as string[])
								if (!Object.hasOwn(value, name)) report(words(name) ?? `${name} is required`, below(name));
						break;
					case "items":
						if (Array.isArray(value) && each.prefixItems === undefined)
							for (const [index, item] of value.entries()) {
								if (isFull()) return;
								visit(operand as Schema, item, below(index));
							}
						break;
					case "allOf":
						for (const part of operand as Schema[]) visit(part, value, path);
						break;
					default: {
						const alone = { [keyword]: operand, components: { schemas: all } };
						if (!Check(alone, value)) report(words() ?? `${fieldOf(path)} ${describe(alone, keyword, value)}`);
					}
				}
			}
	};

	visit(schema, value, "");
	// What holds only between keywords, like `if` and `then`, has none to blame.
	if (issues.size === 0) {
		const field = fieldOf("");
		return [{ field, message: messageOf(referenced(document, schema)) ?? `${field} is not what the contract allows` }];
	}
	return [...issues.values()];
}

/** A name that a client made up, as an answer may repeat it. */
export const shownName = (name: string): string => name.slice(0, longestName).toWellFormed();

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The properties of a value that its schema does not name. */
function* additional(
	{ properties = {}, patternProperties = {} }: Schema,
	value: unknown,
): Generator<[name: string, value: unknown]> {
	if (!isObject(value)) return;
	const patterns = Object.keys(patternProperties as Properties).map((pattern) => new RegExp(pattern, "u"));
	for (const name of Object.keys(value))
		if (!Object.hasOwn(properties as Properties, name) && !patterns.some((pattern) => pattern.test(name)))
			yield [name, value[name]];
}

const unknownProperty = ({ properties = {} }: Schema): string =>
	`Unknown property. Allowed: ${Object.keys(properties as Properties).join(", ")}`;

/** How a value breaks a keyword for which the contract has no words. */
function describe(alone: Schema, keyword: string, value: unknown): string {
	if (keyword === "enum") return `must be one of: ${(alone.enum as unknown[]).join(", ")}`;
	const failure = Errors(alone, value)[1].find((each) => each.keyword === keyword);
	return failure?.message ?? "is not what the contract allows";
}

/** The contract's own words (`x-message`) for a broken keyword, from the first schema that has some. */
function messageOf(schemas: readonly Schema[], keyword = "", property = ""): string | undefined {
	for (const each of schemas) {
		const message = each["x-message"] as Message | undefined;
		const found = typeof message === "object" ? message[keyword] : message;
		if (typeof found === "string") return found;
		if (found?.[property]) return found[property];
	}
	return undefined;
}
