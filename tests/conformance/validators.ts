import Ajv, { type ValidateFunction } from "ajv/dist/2020";
import formats from "ajv-formats";
import type { Document, Schema } from "../../src/contract/document.ts";

/** A validator that owes nothing to the service's own. */
type Compile = (schema: Schema) => ValidateFunction;

const validators = new WeakMap<Document, { open: Compile; closed: Compile }>();

/** An independent validator of a schema of the contract, as it stands. */
export const independent = (document: Document, schema: Schema) => validatorsOf(document).open(schema);

/**
 * The same as it stands today: a property that the contract does not name is one too many, and so is a value that an
 * `x-extensible-enum` does not list. Clients must let both pass; the service itself may not send them.
 */
export const closed = (document: Document, schema: Schema) => validatorsOf(document).closed(schema);

function validatorsOf(document: Document) {
	const known = validators.get(document);
	if (known) return known;
	const { schemas = {} } = document.components ?? {};
	const made = {
		open: compiler({ schemas }, (schema) => schema),
		closed: compiler(
			// What is one part of several must leave room for the others: it is closed where they come together.
			{ schemas: closing(schemas), open: schemas },
			(schema) => closing(schema) as Schema,
		),
	};
	validators.set(document, made);
	return made;
}

/** Compiles schemas that refer to these components, each once. */
function compiler(components: object, prepare: (schema: Schema) => Schema): Compile {
	const ajv = formats.default(new Ajv({ strict: false, logger: false, allErrors: true }));
	ajv.addSchema({ components }, "contract");
	const compiled = new WeakMap<Schema, ValidateFunction>();
	return (schema) => {
		// A schema may also be `true` or `false`.
		if (typeof schema === "boolean") return ajv.compile(schema);
		const known = compiled.get(schema);
		if (known) return known;
		const text = JSON.stringify(prepare(schema));
		const made = ajv.compile(JSON.parse(text.replaceAll('"$ref":"#/components', '"$ref":"contract#/components')));
		compiled.set(schema, made);
		return made;
	};
}

/** A node of the document with each schema closed that leaves open what else there may be. */
function closing(node: unknown): unknown {
	if (Array.isArray(node)) return node.map(closing);
	if (typeof node !== "object" || node === null) return node;
	const copy: Record<string, unknown> = {};
	for (const [key, child] of Object.entries(node))
		copy[key] = ["allOf", "anyOf", "oneOf"].includes(key) ? opened(child) : closing(child);
	const { properties, "x-extensible-enum": values } = copy;
	if (Array.isArray(values)) copy.enum = values;
	const isObject = typeof properties === "object" && properties !== null;
	if (isObject && !("additionalProperties" in copy)) copy.unevaluatedProperties = false;
	return copy;
}

/** The parts of a schema, left open, with what they refer to. */
const opened = (parts: unknown): unknown =>
	JSON.parse(JSON.stringify(parts).replaceAll('"#/components/schemas/', '"#/components/open/'));
