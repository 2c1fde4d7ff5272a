/** What the client's functions take, and what they walk. */
import type { Operation } from "../src/contract/operation.ts";
import type { ClientTypes } from "./client-types.ts";

/**
 * An operation's arguments, each as a property of a type: its parameters and its body. `prefer` stands in for a
 * `Prefer` header of which the client knows the values.
 */
export function argumentsOf(
	types: ClientTypes,
	{ id, parameters, body }: Operation,
	{ prefer, without = [] }: { prefer?: string | undefined; without?: readonly string[] } = {},
): string[] {
	const properties = parameters
		.map(({ in: place, name }) => ({ place, name, argument: argumentName(place, name) }))
		.filter(({ argument }) => !without.includes(argument))
		.map(({ place, name, argument }) =>
			argument === "prefer" && prefer ? prefer : types.parameter(id, place, name, argument),
		);
	if (!body || without.includes("body")) return properties;
	const type = types.body(id);
	return [...properties, body.required ? `body: ${type};` : `body?: ${type} | undefined;`];
}

/** A header parameter's argument is its name in camel case: `If-Match` is `ifMatch`. */
export const argumentName = (place: string, name: string): string => (place === "header" ? camelCase(name) : name);

/** `If-Match` in camel case: `ifMatch`. */
export const camelCase = (name: string): string =>
	name.toLowerCase().replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The query parameter that leads from one page of a list to the next; undefined where there are no pages. */
export function cursorOf({ id, iterate, parameters }: Operation): string | undefined {
	if (!iterate) return undefined;
	const cursor = parameters.find((parameter) => parameter["x-opaque"]);
	if (!cursor) throw new Error(`${id} needs an x-opaque parameter for its x-iterate`);
	return cursor.name;
}

/** What whoever walks the pages of a list does not choose: where a page starts. */
export const walkedBy = ({ parameters }: Operation): string[] =>
	parameters
		.filter((parameter) => parameter["x-opaque"])
		.flatMap((parameter) => [parameter.name, ...(parameter["x-excludes"] ?? [])]);

/** The type of an item of a list. */
export const itemOf = (types: ClientTypes, { id }: Operation): string => types.data(id, 200).replace(/\[\]$/, "");
