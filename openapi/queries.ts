import { join } from "node:path";
import type { Document } from "../src/contract/document.ts";
import { listOperations, type Operation } from "../src/contract/operation.ts";
import { argumentName, argumentsOf, cursorOf, itemOf, walkedBy } from "./arguments.ts";
import type { ClientTypes } from "./client-types.ts";
import { type Collection, collectionsOf } from "./collections.ts";
import { indented } from "./indented.ts";
import { typeName } from "./outcomes.ts";

/**
 * Options for TanStack Query, as one TypeScript file beside the client: the runtime that they share; keys, queries and
 * pages of each operation that reads; the mutation of each that creates, changes or removes an item of a list and
 * answers with it and its ETag. What does something else has none: it is called by the client itself.
 */
export async function generateQueries(document: Document, types: ClientTypes): Promise<string> {
	const runtime = await Bun.file(join(import.meta.dir, "queries-runtime.ts")).text();
	const operations = listOperations(document);
	const collections = collectionsOf(document, types, operations);
	const options = operations.flatMap((operation) => optionsOf(types, operation, collections)).join("\n");
	const successes = operations.filter(({ method }) => method === "GET").map(successOf);
	const used = [...types.names, ...successes].filter((name) => new RegExp(`\\b${name}\\b`).test(options));
	return `${importing(used, runtime)}
${collections.map(declarationOf).join("\n")}
/** Each operation's options: \`useQuery(queries.getTask.queryOptions({ … }))\`. Make them once, beside the client. */
export function createQueries(api: Api) {
  return {
${indented(4, options)}
  };
}
`;
}

/** The runtime as a part of the generated file, with what the rest of that imports. */
const importing = (types: readonly string[], runtime: string): string =>
	runtime
		.replaceAll(/^export (?!type)/gm, "")
		.replace("import {", "import {\n\tinfiniteQueryOptions,\n\tqueryOptions,")
		.replace(/^import .* from "\.\/client-runtime.ts";$/m, importOf(types));

const importOf = (types: readonly string[]): string => `import {
	type Api,
	ApiError,
	type Failure,
	type Success,
${types.map((name) => `\ttype ${name},`).join("\n")}
} from "./api";`;

/** A collection as the runtime reads it. */
const declarationOf = ({
	name,
	list,
	item,
	id,
	removal,
	stamps,
	follows,
}: Collection): string => `/** ${list.summary} */
const ${name}: Collection = {
  path: "${list.path}",
  item: "${item.path}",
  id: ${JSON.stringify(id)},
${removal ? `  removal: "${removal}",\n` : ""}  stamps: ${JSON.stringify(stamps)},
  follows: ${JSON.stringify(follows)},
};
`;

/** What the generated object has for an operation; nothing where its caller has to know what it means to the cache. */
function optionsOf(types: ClientTypes, operation: Operation, collections: readonly Collection[]): string[] {
	const { id, summary, method } = operation;
	const options = method === "GET" ? queriesOf(types, operation) : mutationsOf(types, operation, collections);
	if (options.length === 0) return [];
	return [
		`/** ${summary} */
${id}: {
${indented(2, options.join("\n"))}
},`,
	];
}

function queriesOf(types: ClientTypes, operation: Operation): string[] {
	const { path, iterate, parameters } = operation;
	const hasMore = parameters.some(
		({ in: place, name }) => place !== "path" && argumentName(place, name) !== conditional,
	);
	const inPath = inPathOf(types, operation);
	const key = inPath ? `keyOf("${path}", args)` : `keyOf("${path}", {})`;
	const keyWith = (kind: string) => (hasMore ? `[...${key}, { ${kind}: beside("${path}", args) }]` : key);
	const one = queryOf(types, operation, keyWith("list"));
	if (!iterate) return [one];
	return [
		`/** The key of all that is at this path and below, whatever else it was asked for with. */
queryKey: (args: ${inPath}): QueryKey => ${key},`,
		one,
		pagesOf(types, operation, keyWith("infinite")),
	];
}

function queryOf(types: ClientTypes, operation: Operation, key: string): string {
	const { id } = operation;
	const args = typeOf(argumentsOf(types, operation, { without: [conditional] }));
	const data = plain(types.data(id, 200));
	const [type, select] = hasETag(operation) ? [`Versioned<${data}>`, `versioned<${data}>`] : [data, `dataOf<${data}>`];
	return `queryOptions: (${args && `args: ${args}`}) =>
  queryOptions<${successOf(operation)}, ApiError, ${type}>({
    queryKey: ${key},
    queryFn: ({ signal }) => succeed(api.${id}(${args && "args, "}{ signal })),
    select: ${select},
    retry: false,
  }),`;
}

function pagesOf(types: ClientTypes, operation: Operation, key: string): string {
	const args = typeOf(argumentsOf(types, operation, { without: [conditional, ...walkedBy(operation)] }));
	const data = plain(types.data(operation.id, 200));
	const page = `api.${operation.id}({ ...args, ${cursorOf(operation)}: pageParam }, { signal })`;
	return `/** Page after page. */
infiniteQueryOptions: (args: ${args}) =>
  infiniteQueryOptions<${successOf(operation)}, ApiError, ${data}, QueryKey, string | undefined>({
    queryKey: ${key},
    queryFn: ({ pageParam, signal }) => succeed(${page}),
    initialPageParam: undefined,
    getNextPageParam: ({ next }) => next,
    select: itemsOf<${itemOf(types, operation)}>,
    retry: false,
  }),`;
}

function mutationsOf(types: ClientTypes, operation: Operation, collections: readonly Collection[]): string[] {
	const { id, method, path } = operation;
	const isOf = ({ list, item }: Collection) => (method === "POST" ? path === list.path : isAtOrBelow(path, item.path));
	const answersWith = (type: string) =>
		hasETag(operation) && [200, 201].some((status) => types.data(id, status) === type);
	const collection = collections.find((each) => isOf(each) && answersWith(each.type));
	// What an answer without an item of the list means to the cache, only its caller knows.
	if (!collection) return [];
	const inPath = inPathOf(types, operation);
	const options = method === "POST" ? "creationOptions" : "changeOptions";
	const send = `(given) => api.${id}({ ...args, ...given })`;
	return [
		`mutationOptions: (${inPath && `args: ${inPath}`}) =>
  ${options}<${collection.type}, ${variablesOf(types, operation)}>(${collection.name}, "${id}", args, ${send}),`,
	];
}

/** The type of what a mutation is given: all but what stands in the path. */
function variablesOf(types: ClientTypes, operation: Operation): string {
	const { parameters, body } = operation;
	const inPath = parameters.filter((each) => each.in === "path").map(({ name }) => name);
	const given = argumentsOf(types, operation, { without: ["prefer", ...inPath] });
	if (given.length === 0) return "void";
	const isRequired = body?.required || parameters.some((each) => each.in !== "path" && each.required);
	return isRequired ? typeOf(given) : `${typeOf(given)} | undefined`;
}

/** What a query does not ask for: the answer of an unchanged item is in the cache already. */
const conditional = "ifNoneMatch";

const successOf = (operation: Operation): string => `${typeName(operation)}Success`;

const hasETag = ({ responses }: Operation): boolean =>
	[200, 201].some((status) => responses.get(status)?.headers?.ETag);

const isAtOrBelow = (path: string, item: string): boolean => path === item || path.startsWith(`${item}/`);

/** The type of the arguments in an operation's path; empty where there are none. */
const inPathOf = (types: ClientTypes, { id, parameters }: Operation): string =>
	typeOf(parameters.filter((each) => each.in === "path").map(({ name }) => types.parameter(id, "path", name, name)));

/** Properties as one type; empty where there are none. */
const typeOf = (properties: readonly string[]): string =>
	properties.length > 0 ? plain(`{ ${properties.join(" ")} }`) : "";

/** A type on one line, without comments. */
const plain = (type: string): string =>
	type
		.replaceAll(/\/\*.*?\*\/\s*/gs, "")
		.replaceAll(/\s+/g, " ")
		.replaceAll("; }", " }");
