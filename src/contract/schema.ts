import { type Document, resolve, type Schema } from "./document.ts";

/** A schema and what it refers to: a `$ref` and its siblings all hold (OpenAPI 3.1). */
export const referenced = (document: Document, schema: Schema): Schema[] =>
	typeof schema.$ref === "string"
		? [schema, ...referenced(document, resolve<Schema>(document, { $ref: schema.$ref }))]
		: [schema];

/** A keyword's value in a schema or in what it refers to. */
export const keywordOf = (document: Document, schema: Schema, keyword: string): unknown =>
	referenced(document, schema).find((each) => each[keyword] !== undefined)?.[keyword];
