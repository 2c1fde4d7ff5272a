import type { Document, Parameter, Schema } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { referenced } from "../../src/contract/schema.ts";
import { type Contract, merged, messageOf } from "./contract.ts";
import { edgesOf } from "./edges.ts";
import { bodySchema } from "./good.ts";
import { fits, fromTexts, toTexts } from "./parameter.ts";
import { sampleOf } from "./sample.ts";
import { independent } from "./validators.ts";

/** A keyword of an input's schema, with the values at both sides of it. */
export interface Constraint {
	readonly operation: Operation;
	/** The parameter; undefined for the body. */
	readonly parameter: Parameter | undefined;
	readonly keyword: string;
	/** The schema with the keyword. */
	readonly node: Schema;
	/** What `details` calls the field. */
	readonly field: string;
	/** What a client is told, where the contract has words for it. */
	readonly message: string | undefined;
	/** Whole values of the parameter or the body. */
	readonly inside: readonly unknown[];
	readonly outside: readonly unknown[];
	/** Why there is no value on one of the sides, where a request cannot express any. */
	readonly vacuous?: string;
}

/** Keywords that constrain nothing by themselves. */
const annotations = new Set([
	"$ref",
	"title",
	"description",
	"example",
	"examples",
	"deprecated",
	"default",
	"contentMediaType",
]);

/** A keyword at a place in an input, and how to put a value there into the whole input. */
interface Place {
	readonly steps: readonly (string | number)[];
	readonly put: (value: unknown) => unknown;
	/** All that holds at this place. */
	readonly schema: Schema;
	/** The part of it with the keyword. */
	readonly node: Schema;
	readonly keyword: string;
}

interface Constraints {
	readonly known: readonly Constraint[];
	/** Those for which there are no values. */
	readonly unknown: readonly { keyword: string; node: Schema }[];
}

const found = new WeakMap<Operation, Constraints>();

/** Each constraint of an operation's inputs. */
export function constraintsOf(contract: Contract, operation: Operation): Constraints {
	const constraints = found.get(operation) ?? collect(contract, operation);
	found.set(operation, constraints);
	return constraints;
}

function collect({ document }: Contract, operation: Operation): Constraints {
	const known: Constraint[] = [];
	const unknown: { keyword: string; node: Schema }[] = [];
	const schema = bodySchema(operation);
	const inputs = [
		...operation.parameters.map((parameter) => ({ root: parameter.schema, parameter })),
		...(schema ? [{ root: schema, parameter: undefined }] : []),
	];
	for (const { root, parameter } of inputs)
		for (const place of placesOf(document, root)) {
			const { schema, node, keyword, steps } = place;
			const edges = edgesOf(keyword, node[keyword], merged(document, schema), () => sampleOf(document, schema, "full"));
			if (!edges) unknown.push({ keyword, node });
			for (const { property, ...values } of edges ?? []) {
				const sides = sidesOf(document, root, parameter, place, values);
				const path = property === undefined ? steps : [...steps, property];
				known.push({
					operation,
					parameter,
					keyword,
					node,
					field: parameter ? [parameter.name, ...path].join(".") : path.join(".") || "body",
					message: messageOf(document, schema, keyword, property),
					...sides,
					...(sides.outside.length === 0 && {
						vacuous: `no request can break it${parameter ? ` in a ${parameter.in}` : ""}`,
					}),
				});
			}
		}
	return { known, unknown };
}

/** Each keyword of a schema and of what is below it. */
function* placesOf(
	document: Document,
	schema: Schema,
	steps: Place["steps"] = [],
	put: Place["put"] = (value) => value,
): Generator<Place> {
	const sample = () => sampleOf(document, schema, "full");
	for (const node of referenced(document, schema))
		for (const [keyword, operand] of Object.entries(node))
			if (keyword === "properties")
				for (const [name, child] of Object.entries(operand as Record<string, Schema>))
					yield* placesOf(document, child, [...steps, name], (value) =>
						put({ ...(sample() as object), [name]: value }),
					);
			else if (keyword === "items")
				yield* placesOf(document, operand as Schema, [...steps, 0], (value) =>
					put([value, ...(sample() as unknown[]).slice(1)]),
				);
			else if (keyword === "allOf") for (const part of operand as Schema[]) yield* placesOf(document, part, steps, put);
			else if (!annotations.has(keyword) && !keyword.startsWith("x-")) yield { steps, put, schema, node, keyword };
}

/** Of the values for a place those that a request can have, and that the input as a whole allows, or does not. */
function sidesOf(
	document: Document,
	root: Schema,
	parameter: Parameter | undefined,
	{ schema, node, keyword, steps, put }: Place,
	values: Pick<Constraint, "inside" | "outside">,
): Pick<Constraint, "inside" | "outside"> {
	const isSendable = (value: unknown) =>
		!parameter || (toTexts(value)?.every((text) => fits[parameter.in](text)) ?? false);
	// As the service reads it: "1" is a number where one is asked for.
	const received = (value: unknown) => (parameter ? fromTexts(document, root, toTexts(value) ?? []) : value);
	const whole = independent(document, root);
	const here = independent(document, schema);
	const alone = independent(document, { [keyword]: node[keyword] });

	const bad = values.outside
		.map(put)
		.filter(isSendable)
		.map((value) => ({ value, at: at(received(value), steps) }))
		.filter((each) => !alone(each.at))
		.map(({ value, at }) => {
			here(at);
			return { value, broken: here.errors?.length ?? 0 };
		});
	// Those that break nothing else tell most.
	const least = Math.min(...bad.map(({ broken }) => broken));
	return {
		inside: values.inside
			.map(put)
			.filter(isSendable)
			.filter((value) => whole(received(value))),
		outside: bad.filter(({ broken }) => broken === least).map(({ value }) => value),
	};
}

/** What stands at the end of some steps into a value. */
const at = (value: unknown, steps: Place["steps"]): unknown =>
	steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], value);
