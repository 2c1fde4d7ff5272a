import type { Schema } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { keywordOf } from "../../src/contract/schema.ts";
import { type Check, exchange, finding, type Run } from "./check.ts";
import { bodySchema, goodRequest, withParameter } from "./good.ts";
import { toTexts } from "./parameter.ts";
import type { Answer, Draft } from "./request.ts";

/**
 * A default is what a request gets that leaves the value out: the answer is the same as where it is sent, but for what
 * differs between any two answers.
 */
export async function checkDefaults(run: Run, operation: Operation): Promise<Check[]> {
	const { document, placeOf } = run.contract;
	const { caller } = run;
	const good = await goodRequest(run, operation, caller);
	const checks: Check[] = [];
	const compare = async (name: string, schema: Schema, without: Draft, explicit: Draft) => {
		const once = flat(await exchange(run, explicit));
		const again = flat(await exchange(run, explicit));
		const left = flat(await exchange(run, without));
		const differing = [...new Set([...once.keys(), ...left.keys()])].filter(
			(key) => once.get(key) === again.get(key) && once.get(key) !== left.get(key),
		);
		checks.push({
			phase: "constraints",
			operation: operation.id,
			name: `${name} default`,
			findings: differing.map((key) =>
				finding(
					run,
					without,
					`without ${name}, ${key} is ${left.get(key)}, and with its default ${once.get(key)}`,
					placeOf(schema, "default"),
				),
			),
		});
	};

	for (const parameter of operation.parameters) {
		const standard = keywordOf(document, parameter.schema, "default");
		if (standard === undefined || parameter.in === "path") continue;
		await compare(
			parameter.name,
			parameter.schema,
			withParameter(good, parameter, []),
			withParameter(good, parameter, toTexts(standard) ?? []),
		);
	}

	const schema = bodySchema(operation);
	const body = good.body === undefined ? undefined : JSON.parse(`${good.body}`);
	const visit = async (
		schema: Schema,
		value: unknown,
		steps: readonly string[],
		put: (value: unknown) => unknown,
	): Promise<void> => {
		const properties = keywordOf(document, schema, "properties") ?? {};
		const items = keywordOf(document, schema, "items") as Schema | undefined;
		if (items && Array.isArray(value))
			return visit(items, value[0], [...steps, "0"], (item) => put([item, ...value.slice(1)]));
		for (const [name, property] of Object.entries(properties as Record<string, Schema>)) {
			const here = (value ?? {}) as Record<string, unknown>;
			const { [name]: at, ...others } = here;
			const path = [...steps, name];
			const standard = keywordOf(document, property, "default");
			const draft = (value: unknown): Draft => ({ ...good, body: JSON.stringify(put(value)) });
			if (standard !== undefined)
				await compare(path.join("."), property, draft(others), draft({ ...here, [name]: standard }));
			else await visit(property, at, path, (value) => put({ ...here, [name]: value }));
		}
	};
	if (schema) await visit(schema, body, [], (value) => value);
	return checks;
}

/** An answer as the paths and the values of its parts. */
function flat({ status, headers, json }: Answer): Map<string, string> {
	const parts = new Map([["the status", String(status)]]);
	// The clock goes on, and the length of a time depends on its last digits.
	for (const [name, value] of headers)
		if (name !== "date" && name !== "content-length") parts.set(`the header ${name}`, value);
	const visit = (value: unknown, path: string) => {
		if (typeof value === "object" && value !== null)
			for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`);
		else parts.set(path, JSON.stringify(value));
	};
	visit(json, "the body");
	return parts;
}
