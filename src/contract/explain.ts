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
	for (const issue of issuesOf({ document, fieldOf, placesLeft: mostPlaces }, schema, value, "")) {
		issues.set(`${issue.field} ${issue.message}`, issue);
		if (issues.size === mostIssues) break;
	}
	if (issues.size > 0) return [...issues.values()];
	// What holds only between keywords, like `if` and `then`, has none to blame.
	const field = fieldOf("");
	return [{ field, message: messageOf(referenced(document, schema)) ?? `${field} is not what the contract allows` }];
}

/** What all of a search has in common. */
interface Search {
	readonly document: Document;
	readonly fieldOf: (path: string) => string;
	placesLeft: number;
}

type Issues = Generator<Issue, void>;

/** Looks for issues in the value at a path, for as long as somebody asks for the next one. */
function* issuesOf(search: Search, schema: Schema, value: unknown, path: string): Issues {
	// Checking a part first costs little, and most parts are valid.
	const isSound = typeof schema === "object" && compiled(search.document, schema).Check(value);
	if (isSound || search.placesLeft-- <= 0) return;
	const schemas = referenced(search.document, schema);
	for (const each of schemas)
		for (const keyword of Object.keys(each)) {
			if (keyword === "$ref") continue; // what it refers to is among the schemas
			const find = finders.get(keyword) ?? inValue;
			yield* find({ search, schemas, schema: each, keyword, value, path });
		}
}

/** A keyword of a schema, and the value at a path that it is about. */
interface Place {
	readonly search: Search;
	readonly schema: Schema;
	/** The schema, what refers to it and what it refers to: the first that has words for the keyword says them. */
	readonly schemas: readonly Schema[];
	readonly keyword: string;
	readonly value: unknown;
	readonly path: string;
}

/** How to look at the keywords whose issues lie below the value. */
const finders = new Map<string, (place: Place) => Issues>([
	["properties", inProperties],
	["additionalProperties", inAdditional],
	["required", inRequired],
	["items", inItems],
	["allOf", inParts],
]);

function* inProperties({ search, schema, value, path }: Place): Issues {
	if (!isObject(value)) return;
	for (const [name, child] of Object.entries(schema.properties as Properties))
		if (Object.hasOwn(value, name)) yield* issuesOf(search, child as Schema, value[name], below(path, name));
}

function* inAdditional({ search, schema, schemas, keyword, value, path }: Place): Issues {
	const { additionalProperties: rest } = schema;
	for (const [name, child] of additional(schema, value)) {
		const at = below(path, shownName(name));
		if (rest !== false) yield* issuesOf(search, rest as Schema, child, at);
		else yield { field: search.fieldOf(at), message: messageOf(schemas, keyword) ?? unknownProperty(schema) };
	}
}

function* inRequired({ search, schema, schemas, keyword, value, path }: Place): Issues {
	if (!isObject(value)) return;
	for (const name of schema.required as string[]) {
		if (Object.hasOwn(value, name)) continue;
		const message = messageOf(schemas, keyword, name) ?? `${name} is required`;
		yield { field: search.fieldOf(below(path, name)), message };
	}
}

function* inItems({ search, schema, value, path }: Place): Issues {
	if (!Array.isArray(value) || schema.prefixItems !== undefined) return;
	for (const [index, item] of value.entries())
		yield* issuesOf(search, schema.items as Schema, item, below(path, index));
}

function* inParts({ search, schema, value, path }: Place): Issues {
	for (const part of schema.allOf as Schema[]) yield* issuesOf(search, part, value, path);
}

/** Any other keyword is about the value as a whole. */
function* inValue({ search, schema, schemas, keyword, value, path }: Place): Issues {
	const components = { schemas: search.document.components?.schemas ?? {} };
	const alone = { [keyword]: schema[keyword], components };
	if (Check(alone, value)) return;
	const field = search.fieldOf(path);
	yield { field, message: messageOf(schemas, keyword) ?? `${field} ${describe(alone, keyword, value)}` };
}

const below = (path: string, name: string | number): string => (path ? `${path}.${name}` : `${name}`);

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
