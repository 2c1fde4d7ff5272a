import type { Parameter, Schema } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { exchange, nameOf, type Run } from "./check.ts";
import { toTexts } from "./parameter.ts";
import type { Draft } from "./request.ts";
import { sampleOf } from "./sample.ts";
import type { Caller } from "./service.ts";

/** The schema of an operation's body, where it has one. */
export const bodySchema = ({ body }: Operation): Schema | undefined => body?.content["application/json"]?.schema;

/**
 * A request that must succeed: with what is required, and a body. A path that leads to something leads to something
 * new of the caller's, which the operation that creates it made. Throws where that fails.
 */
export async function goodRequest(
	run: Run,
	operation: Operation,
	caller: Caller | undefined,
	extent: "full" | "least" = "least",
): Promise<Draft> {
	const { document } = run.contract;
	const path = await pathTo(run, operation, caller);
	const sample = (parameter: Parameter) => toTexts(sampleOf(document, parameter.schema, "least")) ?? [];
	const required = operation.parameters.filter((each) => each.required);
	const schema = bodySchema(operation);
	return {
		operation,
		caller: operation.security.length > 0 ? caller : undefined,
		path,
		query: required
			.filter((each) => each.in === "query")
			.flatMap((each) => sample(each).map((text) => [each.name, text] as const)),
		headers: {
			...Object.fromEntries(
				required.filter((each) => each.in === "header").map((each) => [each.name.toLowerCase(), sample(each)[0] ?? ""]),
			),
			...(schema && { "content-type": "application/json" }),
		},
		body: schema && JSON.stringify(sampleOf(document, schema, extent)),
	};
}

/** Values for an operation's path: the caller's id, something that is made for them, else a sample. */
async function pathTo(run: Run, operation: Operation, caller: Caller | undefined): Promise<Record<string, string>> {
	const { document } = run.contract;
	const creator = creatorFor(run, operation);
	const made = creator ? await create(run, creator, operation, caller) : {};
	return Object.fromEntries(
		operation.parameters
			.filter((each) => each.in === "path")
			.map((each) => [
				each.name,
				(each["x-owner"] ? caller?.id : made[each.name]) ?? String(sampleOf(document, each.schema, "least")),
			]),
	);
}

/** The operation that makes what another's path leads to: a POST further up, which tells the Location. */
export function creatorFor({ contract }: Run, { path }: Operation): Operation | undefined {
	return contract.operations.find(
		(each) =>
			each.method === "POST" &&
			path.startsWith(`${each.path}/`) &&
			Object.keys(each.responses.get(201)?.headers ?? {}).includes("Location"),
	);
}

async function create(
	run: Run,
	creator: Operation,
	{ path }: Operation,
	caller: Caller | undefined,
): Promise<Record<string, string>> {
	const draft = await goodRequest(run, creator, caller);
	const answer = await exchange(run, draft);
	const location = answer.headers.get("location");
	const values = location && valuesOf(path, new URL(location, run.service.url));
	if (answer.status !== 201 || !values)
		throw new Error(`${creator.id} made nothing to check others with: ${nameOf(answer)}, Location ${location}`);
	return values;
}

/** The parameters in a path that begins like its template; undefined where it does not. */
function valuesOf(template: string, { pathname }: URL): Record<string, string> | undefined {
	const steps = template.split("/");
	const values: Record<string, string> = {};
	for (const [index, step] of pathname.split("/").entries()) {
		const name = /^\{(\w+)\}$/.exec(steps[index] ?? "")?.[1];
		if (name) values[name] = decodeURIComponent(step);
		else if (step !== steps[index]) return undefined;
	}
	return values;
}

/** The draft with values in its path, its query or its headers instead of those that it has of this parameter. */
export function withParameter(draft: Draft, { name, in: place }: Parameter, texts: readonly string[]): Draft {
	switch (place) {
		case "path":
			return { ...draft, path: { ...draft.path, [name]: texts[0] ?? "" } };
		case "query":
			return {
				...draft,
				query: [...draft.query.filter(([known]) => known !== name), ...texts.map((text) => [name, text] as const)],
			};
		case "header": {
			const { [name.toLowerCase()]: _, ...headers } = draft.headers;
			const [text] = texts;
			return { ...draft, headers: { ...headers, ...(text !== undefined && { [name.toLowerCase()]: text }) } };
		}
	}
}

/**
 * The query of a next page, out of the `Link` of a list's answer (RFC 8288), where the service can be brought to
 * have one: what it gives out there is the only good value of a parameter with `x-opaque`.
 */
export async function nextPage(run: Run, operation: Operation, caller: Caller | undefined): Promise<Draft | undefined> {
	const [creator] = run.contract.operations.filter(({ path, method }) => method === "POST" && path === operation.path);
	for (let n = 0; creator && n < 2; n++) await exchange(run, await goodRequest(run, creator, caller));
	const good = await goodRequest(run, operation, caller);
	const sizes = operation.parameters.filter(({ in: place, schema }) => place === "query" && schema.type === "integer");
	for (const size of sizes) {
		const draft = withParameter(good, size, [String(size.schema.minimum ?? 1)]);
		const { headers } = await exchange(run, draft);
		const link = /<([^>]*)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
		if (!link) continue;
		const { searchParams } = new URL(link, run.service.url);
		return { ...good, query: [...searchParams] };
	}
	return undefined;
}
