/** A contract with every shape of input that the engine mounts and the others lack: one operation each, by its name. */
import type { Schema } from "../../src/contract/document.ts";

const object = (properties: Record<string, unknown>, more: object = {}) => ({
	type: "object",
	additionalProperties: false,
	required: Object.keys(properties),
	properties,
	...more,
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const schemas = {
	Base: { type: "object", required: ["id"], properties: { id: { type: "integer", minimum: 1 } } },
	Tree: object(
		{ value: { type: "integer" }, children: { type: "array", maxItems: 2, items: ref("Tree") } },
		{ required: ["value"] },
	),
};

/** The schemas of request bodies. */
const bodies: Record<string, Schema> = {
	nested: object({
		orders: {
			type: "array",
			minItems: 1,
			maxItems: 3,
			items: object({
				lines: { type: "array", minItems: 2, items: object({ sku: { type: "string", pattern: "^[A-Z]{3}-\\d+$" } }) },
			}),
		},
	}),
	bounds: object({
		share: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
		steps: { type: "integer", minimum: 10, maximum: 20, multipleOf: 5 },
		price: { type: "number", multipleOf: 0.5, minimum: 0 },
	}),
	lists: object({
		tags: { type: "array", uniqueItems: true, minItems: 2, maxItems: 4, items: { type: "string", maxLength: 5 } },
		pair: { type: "array", minItems: 2, prefixItems: [{ type: "string" }, { type: "integer" }], items: false },
		some: { type: "array", contains: { type: "integer" } },
	}),
	formats: object({
		at: { type: "string", format: "date-time" },
		on: { type: "string", format: "date" },
		id: { type: "string", format: "uuid" },
		mail: { type: "string", format: "email" },
		link: { type: "string", format: "uri" },
		host: { type: "string", format: "ipv4" },
		count: { type: "integer", format: "int64" },
	}),
	nullable: object({
		text: { type: ["string", "null"], maxLength: 3 },
		either: { type: ["integer", "string", "null"] },
		other: { anyOf: [{ type: "string", maxLength: 2 }, { type: "null" }] },
	}),
	variants: {
		oneOf: [
			object({ kind: { const: "circle" }, radius: { type: "integer", maximum: 9 } }),
			object({ kind: { const: "square" }, side: { type: "string", maxLength: 4 } }),
		],
	},
	composed: object({
		inner: { allOf: [ref("Base"), { type: "object", properties: { more: { type: "string", maxLength: 2 } } }] },
	}),
	closed: {
		allOf: [{ type: "object", properties: { a: { type: "string" } }, required: ["a"] }],
		unevaluatedProperties: false,
	},
	named: {
		type: "object",
		maxProperties: 2,
		propertyNames: { maxLength: 12 },
		patternProperties: { "^x-\\d$": { type: "string" } },
		additionalProperties: { type: "integer", minimum: 3 },
	},
	dependent: object(
		{ card: { type: "string" }, address: { type: "string" } },
		{
			required: [],
			dependentRequired: { card: ["address"] },
			if: { properties: { card: { const: "x" } }, required: ["card"] },
			// biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so
			then: { properties: { address: { const: "x" } } },
		},
	),
	not: object({ name: { type: "string", not: { const: "x" } }, any: true }),
	recursive: ref("Tree"),
	list: { type: "array", minItems: 1, maxItems: 2, items: { type: "integer", minimum: 0 } },
	values: object({
		mixed: { enum: ["a", 1, null, true] },
		five: { const: 5 },
		rank: { type: "integer", enum: [1, 2] },
	}),
};

const parameter = (place: string, name: string, schema: Schema, more: object = {}) => ({
	in: place,
	name,
	schema,
	...(place === "path" && { required: true, "x-invalid": "NOT_THERE" }),
	...more,
});

/** The parameters of a GET. */
const parameters = [
	parameter("path", "number", { type: "integer", minimum: 1, maximum: 9 }),
	parameter("path", "word", { type: "string", pattern: "^[a-z]+$", maxLength: 5 }),
	parameter("path", "id", { type: "string", format: "uuid" }),
	parameter("query", "ids", { type: "array", minItems: 1, maxItems: 3, items: { type: "integer", maximum: 100 } }),
	parameter("query", "kinds", { type: "array", uniqueItems: true, items: { type: "string", enum: ["x", "y"] } }),
	parameter("query", "share", { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 }),
	parameter("query", "step", { type: "integer", multipleOf: 5, minimum: 5, maximum: 50, default: 10 }),
	parameter("query", "day", { type: "string", format: "date" }, { required: true }),
	parameter("header", "X-Page", { type: "integer", minimum: 1, maximum: 5 }, { required: true }),
	parameter("header", "X-Flag", { type: "boolean" }),
];

const response = (schema: Schema, examples: Record<string, string> = {}, headers: object = {}) => ({
	headers: { "X-Request-Id": { required: true, schema: { type: "string" } }, ...headers },
	content: {
		"application/json": {
			schema,
			examples: Object.fromEntries(
				Object.entries(examples).map(([code, message]) => [code, { value: { data: null, error: { message, code } } }]),
			),
		},
	},
});
const error = (examples: Record<string, string>, headers?: object) => response({ type: "object" }, examples, headers);
const text = { schema: { type: "string" } };

const common = {
	"405": error({ METHOD_NOT_ALLOWED: "Not like this" }, { Allow: { required: true, ...text } }),
	"500": error({ INTERNAL_ERROR: "Our fault" }),
};

/** The document, as its YAML: JSON is YAML, too. */
export const yaml = JSON.stringify(
	{
		openapi: "3.1.0",
		info: { title: "Shapes", version: "1.0.0" },
		"x-unrouted": { responses: { "404": error({ NOT_FOUND: "Nothing here" }), "500": common["500"] } },
		paths: {
			"/{number}/of/{word}/by/{id}": {
				get: {
					operationId: "get",
					parameters,
					responses: {
						...common,
						"200": response({}),
						"400": error({ VALIDATION_ERROR: "Invalid" }),
						"404": error({ NOT_THERE: "Not there" }),
					},
				},
			},
			"/nothing": {
				delete: {
					operationId: "nothing",
					responses: {
						...common,
						"204": { headers: { "X-Request-Id": text } },
						"400": error({ VALIDATION_ERROR: "No" }),
					},
				},
			},
			...Object.fromEntries(
				Object.entries(bodies).map(([name, schema]) => [
					`/${name}`,
					{
						post: {
							operationId: name,
							requestBody: { required: true, "x-max-bytes": 4096, content: { "application/json": { schema } } },
							responses: {
								...common,
								"200": response({}),
								"400": error({ VALIDATION_ERROR: "Invalid", MALFORMED_JSON: "Not JSON" }),
								"413": error({ PAYLOAD_TOO_LARGE: "Too large" }),
								"415": error({ UNSUPPORTED_MEDIA_TYPE: "Not JSON" }, { "Accept-Encoding": text }),
							},
						},
					},
				]),
			),
		},
		components: { schemas },
	},
	null,
	"\t",
);
