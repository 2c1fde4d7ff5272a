import { join } from "node:path";
import { type Document, listOperations, type Operation, type Schema } from "../src/contract/document.ts";
import { keywordOf } from "../src/contract/schema.ts";
import { argumentName, argumentsOf, cursorOf, itemOf, walkedBy } from "./client.ts";
import type { ClientTypes } from "./client-types.ts";

/** A list of the contract, and each of its items by itself. */
interface Collection {
	/** What the generated file calls it: the name of the list's operation. */
	readonly name: string;
	readonly list: Operation;
	readonly item: Operation;
	readonly type: string;
	/** The argument that names an item, and the property that it is. */
	readonly id: readonly [argument: string, property: string];
	readonly removal: string | undefined;
	readonly follows: Readonly<Record<string, unknown>>;
}

/**
 * Options for TanStack Query, as one TypeScript file beside the client: keys, queries and pages of each operation that
 * reads, the mutation of each that creates, changes or removes an item of a list and answers with it and its ETag, and the
 * runtime that they share. What does something else has none: it is called by the client itself.
 */
export async function generateQueries(document: Document, types: ClientTypes): Promise<string> {
	const runtime = await Bun.file(join(import.meta.dir, "queries-runtime.ts")).text();
	const operations = listOperations(document);
	const collections = collectionsOf(document, types, operations);
	const options = operations.map((operation) => optionsOf(types, operation, collections)).join("");
	const successes = operations.filter(({ method }) => method === "GET").map(successOf);
	const used = [...types.names, ...successes].filter((name) => new RegExp(`\\b${name}\\b`).test(options));
	return `${runtime
		.replaceAll(/^export (?!type)/gm, "")
		.replace("import {", "import {\n\tinfiniteQueryOptions,\n\tqueryOptions,")
		.replace(
			/^import .* from "\.\/client-runtime.ts";$/m,
			`import {
	type Api,
	ApiError,
	type Failure,
	type Success,
${used.map((name) => `\ttype ${name},\n`).join("")}} from "./api";`,
		)}
${collections.map(declarationOf).join("\n")}
/** The options of each operation: \`useQuery(queries.getTask.queryOptions({ … }))\`. Make them once, beside the client. */
export function createQueries(api: Api) {
  return {
${options}  };
}
`;
}

/** The lists whose items have paths of their own, right below. */
function collectionsOf(document: Document, types: ClientTypes, operations: readonly Operation[]): Collection[] {
	const gets = operations.filter(({ method }) => method === "GET");
	return gets.flatMap((list) => {
		const type = itemOf(types, list);
		const item = gets.find(
			({ path, id }) =>
				path.startsWith(`${list.path}/{`) &&
				!path.slice(list.path.length + 1).includes("/") &&
				types.data(id, 200) === type,
		);
		if (!item || !isList(types, list)) return [];
		const argument = item.path.slice(list.path.length + 2, -1);
		const properties = propertiesOf(document, item);
		const property = [argument, "id"].find((name) => name in properties);
		if (!property) throw new Error(`${type} has neither ${argument} nor id: which one is its id?`);
		const follows = Object.entries(properties).flatMap(([name, schema]) => {
			const deciding = keywordOf(document, schema, "x-follows");
			return deciding ? [[name, deciding] as const] : [];
		});
		const removal = operations.find(({ method, path }) => method === "DELETE" && path === item.path);
		return {
			name: list.path.split("/").at(-1) ?? "",
			list,
			item,
			type,
			id: [argument, property] as const,
			removal: removal?.id,
			follows: Object.fromEntries(follows),
		};
	});
}

const isList = (types: ClientTypes, { id }: Operation): boolean => types.data(id, 200).endsWith("[]");

/** The properties of what an operation answers with. */
function propertiesOf(document: Document, { responses }: Operation): Readonly<Record<string, Schema>> {
	const envelope = responses.get(200)?.content?.["application/json"]?.schema;
	const { data } = keywordOf(document, envelope ?? {}, "properties") as Record<string, Schema>;
	return keywordOf(document, data ?? {}, "properties") as Record<string, Schema>;
}

/** A collection as the runtime reads it. */
const declarationOf = ({ name, list, item, id, removal, follows }: Collection) =>
	`/** ${list.summary} */
const ${name}: Collection = {
  path: "${list.path}",
  item: "${item.path}",
  id: ${JSON.stringify(id)},
${removal ? `  removal: "${removal}",\n` : ""}  follows: ${JSON.stringify(follows)},
};
`;

function optionsOf(types: ClientTypes, operation: Operation, collections: readonly Collection[]): string {
	const { id, summary, method } = operation;
	const options = method === "GET" ? queriesOf(types, operation) : mutationOf(types, operation, collections);
	if (options === undefined) return "";
	return `    /** ${summary} */
    ${id}: {
${options}    },
`;
}

function queriesOf(types: ClientTypes, operation: Operation): string {
	const { id, path, iterate } = operation;
	const cursor = cursorOf(operation);
	const data = plain(types.data(id, 200));
	const success = successOf(operation);
	const all = typeOf(argumentsOf(types, operation, { without: [conditional] }));
	const paged = typeOf(
		argumentsOf(types, operation, {
			without: [conditional, ...walkedBy(operation)],
		}),
	);
	const inPath = inPathOf(types, operation);
	const hasMore = operation.parameters.some(
		({ in: place, name }) => place !== "path" && argumentName(place, name) !== conditional,
	);
	const at = inPath ? `keyOf("${path}", args)` : `keyOf("${path}", {})`;
	const keyWith = (kind: string) => (hasMore ? `[...${at}, { ${kind}: beside("${path}", args) }]` : at);
	const [type, select] = hasETag(operation) ? [`Versioned<${data}>`, `versioned<${data}>`] : [data, `dataOf<${data}>`];
	const one = `      queryOptions: (${all && `args: ${all}`}) =>
        queryOptions<${success}, ApiError, ${type}>({
          queryKey: ${keyWith("list")},
          queryFn: ({ signal }) => succeed(api.${id}(${all ? "args, " : ""}{ signal })),
          select: ${select},
          retry: false,
        }),
`;
	if (!iterate) return one;
	return `      /** The key of all that is at this path and below, whatever else it was asked for with. */
      queryKey: (args: ${inPath}): QueryKey => ${at},
${one}      /** Page after page. */
      infiniteQueryOptions: (args: ${paged}) =>
        infiniteQueryOptions<${success}, ApiError, ${data}, QueryKey, string | undefined>({
          queryKey: ${keyWith("infinite")},
          queryFn: ({ pageParam, signal }) => succeed(api.${id}({ ...args, ${cursor}: pageParam }, { signal })),
          initialPageParam: undefined,
          getNextPageParam: ({ next }) => next,
          select: itemsOf<${itemOf(types, operation)}>,
          retry: false,
        }),
`;
}

function mutationOf(types: ClientTypes, operation: Operation, collections: readonly Collection[]): string | undefined {
	const { id, method, path, parameters, body } = operation;
	const inPath = inPathOf(types, operation);
	const given = argumentsOf(types, operation, {
		without: ["prefer", ...pathNames(operation)],
	});
	const isOptional = !(body?.required || parameters.some(({ in: place, required }) => place !== "path" && required));
	const variables = given.length > 0 ? `${typeOf(given)}${isOptional ? " | undefined" : ""}` : "void";
	const head = `      mutationOptions: (${inPath && `args: ${inPath}`}) =>`;
	const send = `(given) => api.${id}({ ...args, ...given })`;
	const answers = (type: string) => hasETag(operation) && [200, 201].some((status) => types.data(id, status) === type);

	const collection = collections.find(
		({ list, item, type }) => (method === "POST" ? path === list.path : isBelow(path, item.path)) && answers(type),
	);
	// What an answer without an item of the list means to the cache, only its caller knows.
	if (!collection) return undefined;
	const options = method === "POST" ? "creationOptions" : "changeOptions";
	return `${head}
        ${options}<${collection.type}, ${variables}>(${collection.name}, "${id}", args, ${send}),
`;
}

const conditional = "ifNoneMatch";

const successOf = ({ id }: Operation) => `${id.charAt(0).toUpperCase()}${id.slice(1)}Success`;

const hasETag = ({ responses }: Operation): boolean =>
	[200, 201].some((status) => responses.get(status)?.headers?.ETag);

const pathNames = ({ parameters }: Operation): string[] =>
	parameters.filter((each) => each.in === "path").map(({ name }) => name);

const inPathOf = (types: ClientTypes, operation: Operation): string =>
	typeOf(
		operation.parameters
			.filter((each) => each.in === "path")
			.map(({ name }) => types.parameter(operation.id, "path", name, name)),
	);

const isBelow = (path: string, item: string): boolean => path === item || path.startsWith(`${item}/`);

/** Properties as one type; empty where there are none. */
const typeOf = (properties: readonly string[]): string =>
	properties.length > 0 ? plain(`{ ${properties.join(" ")} }`) : "";

/** A type on one line, without comments. */
const plain = (type: string): string =>
	type
		.replaceAll(/\/\*.*?\*\/\s*/gs, "")
		.replaceAll(/\s+/g, " ")
		.replaceAll("; }", " }");
