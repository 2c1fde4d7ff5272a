/** What the contract says about lists and their items. */
import type { Document, Schema } from "../src/contract/document.ts";
import type { Operation } from "../src/contract/operation.ts";
import { keywordOf } from "../src/contract/schema.ts";
import { itemOf } from "./arguments.ts";
import type { ClientTypes } from "./client-types.ts";

/** A list of the contract, and each of its items by itself. */
export interface Collection {
	/** What the generated file calls it: the last part of the list's path. */
	readonly name: string;
	readonly list: Operation;
	readonly item: Operation;
	readonly type: string;
	/** The argument that names an item, and the property that it is. */
	readonly id: readonly [argument: string, property: string];
	/** The operation that removes an item. */
	readonly removal: string | undefined;
	/** The times that the server notes by itself: no change of an item sends them. */
	readonly stamps: readonly string[];
	/** By property: its `x-follows`. */
	readonly follows: Readonly<Record<string, unknown>>;
}

/** The lists whose items have paths of their own, right below. */
export function collectionsOf(document: Document, types: ClientTypes, operations: readonly Operation[]): Collection[] {
	return operations.flatMap((list) => {
		const type = itemOf(types, list);
		const item = operations.find(
			(each) => isRightBelow(each.path, list.path) && each.method === "GET" && types.data(each.id, 200) === type,
		);
		if (!item || list.method !== "GET" || !isList(types, list)) return [];
		const properties = propertiesOf(document, item);
		const removal = operations.find(({ method, path }) => method === "DELETE" && path === item.path);
		return {
			name: list.path.split("/").at(-1) ?? "",
			list,
			item,
			type,
			id: idOf(type, item.path.slice(list.path.length + 2, -1), properties),
			removal: removal?.id,
			stamps: stampsOf(document, operations, item.path, properties),
			follows: followsOf(document, properties),
		};
	});
}

type Properties = Readonly<Record<string, Schema>>;

/** Whether a path is another one and one argument more. */
const isRightBelow = (path: string, above: string): boolean =>
	path.startsWith(`${above}/{`) && !path.slice(above.length + 1).includes("/");

const isList = (types: ClientTypes, { id }: Operation): boolean => types.data(id, 200).endsWith("[]");

function idOf(type: string, argument: string, properties: Properties): Collection["id"] {
	const property = [argument, "id"].find((name) => name in properties);
	if (!property) throw new Error(`${type} has neither ${argument} nor id: which one is its id?`);
	return [argument, property];
}

function stampsOf(document: Document, operations: readonly Operation[], item: string, properties: Properties) {
	const bodies = operations
		.filter(({ path }) => path === item || path.startsWith(`${item}/`))
		.map(({ body }) => body?.content["application/json"]?.schema ?? {});
	const sent = bodies.flatMap((schema) => Object.keys(keywordOf(document, schema, "properties") ?? {}));
	const isTime = (schema: Schema) => keywordOf(document, schema, "format") === "date-time";
	return Object.keys(properties).filter((name) => isTime(properties[name] ?? {}) && !sent.includes(name));
}

function followsOf(document: Document, properties: Properties): Collection["follows"] {
	const follows = Object.entries(properties).map(
		([name, schema]) => [name, keywordOf(document, schema, "x-follows")] as const,
	);
	return Object.fromEntries(follows.filter(([, deciding]) => deciding));
}

/** The properties of what an operation answers with. */
function propertiesOf(document: Document, { responses }: Operation): Properties {
	const envelope = responses.get(200)?.content?.["application/json"]?.schema;
	const { data } = keywordOf(document, envelope ?? {}, "properties") as Properties;
	return keywordOf(document, data ?? {}, "properties") as Properties;
}
