/** openapi/tasks.yaml itself: it is sound, and what is generated from it is the same each time. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Elysia } from "elysia";
import fc from "fast-check";
import { generateTypes } from "../../openapi/generate.ts";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import { type Document, resolve, type Schema } from "../../src/contract/document.ts";
import { type Handlers, mount } from "../../src/contract/index.ts";
import { errorWords, listOperations } from "../../src/contract/operation.ts";
import { referenced } from "../../src/contract/schema.ts";
import { validator } from "../../src/contract/validator.ts";
import type { Contract } from "../../src/generated/contract.ts";
import { failure, failureOf } from "../harness.ts";

const document = Bun.YAML.parse(yaml) as Document;
const operations = listOperations(document);

describe("the contract", () => {
	test("passes Redocly's recommended rules without a warning", async () => {
		const problems = await lintFromString({
			source: yaml,
			absoluteRef: "openapi/tasks.yaml",
			config: await createConfig({ extends: ["recommended"] }),
		});
		expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`)).toEqual(
			[],
		);
	});

	test("lists each error code that it uses, and uses each that it lists", () => {
		const used = operations.flatMap(({ responses }) => [...errorWords(document, responses).keys()]);
		const unrouted = Object.entries(document["x-unrouted"].responses).map(
			([status, node]) => [Number(status), resolve(document, node)] as const,
		);
		used.push(...errorWords(document, new Map(unrouted)).keys());
		const listed = document.components?.schemas?.ErrorCode?.["x-extensible-enum"] as string[];
		expect(new Set(used)).toEqual(new Set(listed));
	});

	test("takes no property that it does not name, and leaves room for more in what it answers", () => {
		const objects = (schema: Schema): Schema[] =>
			referenced(document, schema).flatMap((each) => [
				...(each.properties ? [each] : []),
				...Object.values(each.properties ?? {}).flatMap(objects),
				...(each.items ? objects(each.items as Schema) : []),
			]);
		const isClosed = (schema: Schema) => schema.additionalProperties === false;
		for (const { body, responses } of operations) {
			for (const { schema } of Object.values(body?.content ?? {}))
				expect(objects(schema).filter((each) => !isClosed(each))).toEqual([]);
			for (const { content } of responses.values())
				for (const { schema } of Object.values(content ?? {})) expect(objects(schema).filter(isClosed)).toEqual([]);
		}
	});

	test("has examples that keep to its own schemas, and error examples under their own codes", () => {
		for (const [name, schema] of Object.entries(document.components?.schemas ?? {}))
			for (const example of (schema.examples as unknown[]) ?? [])
				expect([name, validator(document, schema, String)(example)]).toEqual([name, undefined]);
		for (const { body, responses } of operations) {
			for (const content of [body?.content, ...[...responses.values()].map((response) => response.content)]) {
				const json = content?.["application/json"] as
					| { schema: object; examples?: Record<string, { value: unknown }> }
					| undefined;
				for (const [name, { value }] of Object.entries(json?.examples ?? {}))
					expect([name, validator(document, json?.schema as never, String)(value)]).toEqual([name, undefined]);
			}
			for (const response of responses.values())
				for (const [name, example] of Object.entries(response.content?.["application/json"]?.examples ?? {}))
					expect((example as { value: { error: { code: string } } }).value.error.code).toBe(name);
		}
	});

	test("has patterns that mean the same to tools that compile them without the u flag", () => {
		const patterns: string[] = [];
		JSON.stringify(document, (key, value) => {
			if (key === "pattern") patterns.push(value);
			// A message about a pattern is none.
			return key === "x-message" ? undefined : value;
		});
		expect(patterns.length).toBeGreaterThan(5);
		const characters = ["\0", " ", "a", '"', "3", "-", "\u00a0", "é", "\ud7ff"];
		const halves = ["\ud800", "\udbff", "\udc00", "\udfff", "\ue000", "\uffff"];
		const text = fc
			.array(fc.constantFrom(...characters, ...halves, "💥"), { maxLength: 6 })
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(fc.constantFrom(...patterns), text, (pattern, text) => {
				const [unicode, plain] = [new RegExp(pattern, "u"), new RegExp(pattern)];
				expect(plain.test(text)).toBe(unicode.test(text));
			}),
			{ numRuns: 5_000 },
		);
	});

	test("describes each operation, parameter, schema and property", () => {
		for (const { id, summary, description, parameters, body } of operations) {
			expect([id, summary, description]).not.toContain("");
			for (const each of [...parameters, ...(body ? [body] : [])])
				expect(each).toHaveProperty("description", expect.stringMatching(/./));
		}
		for (const schema of Object.values(document.components?.schemas ?? {})) expect(schema.description).toBeString();
	});

	test("uses no extension that its README does not explain", async () => {
		const readme = await Bun.file(join(import.meta.dir, "../../openapi/README.md")).text();
		const explained = [...readme.matchAll(/^\| `(x-[a-z-]+)`/gm)].map(([, name]) => name);
		const used = new Set<string>();
		JSON.stringify(document, (key, value) => {
			if (key.startsWith("x-")) used.add(key);
			return value;
		});
		expect(used.size).toBeGreaterThan(10);
		expect([...used].filter((name) => !explained.includes(name))).toEqual([]);
	});

	test("gives the same generated bytes each time", async () => {
		const [once, again] = [await generateTypes("x.yaml", yaml), await generateTypes("x.yaml", yaml)];
		expect(once).toBe(again);
	});
});

describe("a bug is answered in the contract's words, whatever it is that fails", () => {
	let buggy: Awaited<ReturnType<typeof startBuggyServer>>;
	beforeAll(async () => {
		buggy = await startBuggyServer();
	});
	afterAll(() => buggy.stop());

	test.each<[string, string, HeadersInit]>([
		["an operation that needs no database", "/health/live", {}],
		["readiness", "/health/ready", {}],
		["what comes before the operations", "/nowhere", { "x-break": "1" }],
	])("%s", async (_, path, headers) => {
		const response = await buggy.request(path, { headers });
		expect(response.headers.get("x-request-id")).toBeString();
		expect(response.headers.get("cache-control")).toBe("no-store");
		expect(await failureOf(response)).toEqual(failure(500, "INTERNAL_ERROR", "Internal server error"));
	});
});

/** The contract with nothing but bugs behind it, on a free port. */
async function startBuggyServer() {
	const bug = () => {
		throw new Error("a bug");
	};
	const handlers = Object.fromEntries(operations.map(({ id }) => [id, bug]));
	const app = new Elysia()
		.onRequest(({ request }) => {
			if (request.headers.has("x-break")) bug();
		})
		.use(
			mount<Contract>(document, {
				handlers: handlers as unknown as Handlers<Contract>,
				authenticators: { bearer: () => undefined },
				deadline: 1_000,
				capacity: 1,
				observe: () => {},
			}),
		)
		.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
	return {
		request: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${app.server?.port}${path}`, init),
		stop: async () => app.server?.stop(true),
	};
}
