import type { Document, Parameter, Schema } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { referenced } from "../../src/contract/schema.ts";
import { alternatives, type Contract, merged, messageOf } from "./contract.ts";
import { edgesOf } from "./edges.ts";
import { bodySchema } from "./good.ts";
import { fits, fromTexts, toTexts } from "./parameter.ts";
import { matching, sampleOf } from "./sample.ts";
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
	"readOnly",
	"writeOnly",
	"discriminator",
	"$comment",
	// They say more of `if`.
	"then",
	"else",
]);

/** Formats of numbers and bytes (OpenAPI 3.1 section 4.4.2), which only say how a program may keep them. */
const storage = new Set(["int32", "int64", "float", "double", "password", "binary", "byte"]);

/** Without these beside it, a keyword says something else. */
const companions: Readonly<Record<string, readonly string[]>> = {
	if: ["then", "else"],
	items: ["prefixItems"],
	additionalProperties: ["properties", "patternProperties"],
};

/** A keyword at a place in an input, and how to put a value there into the whole input. */
interface Place {
	readonly steps: readonly (string | number)[];
	readonly put: (value: unknown) => unknown;
	/** All that holds at this place. */
	readonly schema: Schema;
	/** The part of it that has the words for what breaks it. */
	readonly part: Schema;
	/** The node of that with the keyword. */
	readonly node: Schema;
	readonly keyword: string;
	/** Where and by which keyword a client is told that something is wrong there, where that is not here. */
	readonly told: Told | undefined;
}
type Told = Pick<Place, "steps" | "part" | "keyword">;

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
			const edges = edgesOf(
				keyword,
				node[keyword],
				merged(document, schema),
				() => sampleOf(document, schema, "full"),
				() => alternatives(document, schema).map((each) => sampleOf(document, each, "full")),
			);
			if (!edges) unknown.push({ keyword, node });
			const told = place.told ?? place;
			for (const { property: named, isGuess, ...values } of edges ?? []) {
				const property = place.told ? undefined : named;
				const sides = sidesOf(document, root, parameter, place, values, isGuess);
				if (isGuess && sides.outside.length === 0) {
					unknown.push({ keyword, node });
					continue;
				}
				const path = property === undefined ? told.steps : [...steps, property];
				known.push({
					operation,
					parameter,
					keyword,
					node,
					field: parameter ? [parameter.name, ...path].join(".") : path.join(".") || "body",
					message: messageOf(document, told.part, told.keyword, property),
					...sides,
					...(sides.outside.length === 0 && {
						vacuous: `no request can break it${parameter ? ` in a ${parameter.in}` : ""}`,
					}),
				});
			}
		}
	return { known, unknown };
}

/** A part of an input's schema on the way down. */
interface Part extends Pick<Place, "steps" | "put" | "schema" | "part" | "told"> {
	/** What it stands in: a schema may contain itself, and is looked through once. */
	readonly above: readonly Schema[];
}

const wholeOf = (schema: Schema): Part => ({
	part: schema,
	schema,
	steps: [],
	put: (value) => value,
	told: undefined,
	above: [],
});

/** Each keyword of a schema and of what is below it. */
function* placesOf(document: Document, root: Schema, whole: Part = wholeOf(root)): Generator<Place> {
	const { part, schema, steps, put, told } = whole;
	const nodes = typeof part === "object" ? referenced(document, part) : [];
	if (nodes.some((node) => whole.above.includes(node))) return;
	const above = [...whole.above, ...nodes];
	// The words for what only several keywords say together.
	const atRoot: Told = { steps: [], part: root, keyword: "" };
	const sample = () => sampleOf(document, schema, "full");
	const below = (part: Schema, step: string | number, blame: Told | undefined = told) => {
		const place = (value: unknown) =>
			Array.isArray(sample())
				? Object.assign(sample() as unknown[], { [step]: value })
				: { ...(sample() as object), [step]: value };
		const child = { part, schema: part, steps: [...steps, step], put: (value: unknown) => put(place(value)) };
		return placesOf(document, root, { ...child, told: blame, above });
	};
	for (const node of nodes)
		for (const [keyword, operand] of Object.entries(node)) {
			const here: Place = { steps, put, schema, part, node, keyword, told };
			const children = () => Object.entries(operand as Record<string, Schema>);
			switch (keyword) {
				case "properties":
					for (const [name, child] of children()) yield* below(child, name);
					break;
				case "patternProperties":
					for (const [pattern, child] of children())
						for (const name of matching(pattern).slice(0, 1)) yield* below(child, name, told ?? here);
					break;
				case "additionalProperties":
					if (typeof operand === "boolean") yield here;
					else yield* below(operand as Schema, "conformance");
					break;
				case "prefixItems":
					for (const [index, child] of (operand as Schema[]).entries()) yield* below(child, index, told ?? here);
					break;
				case "items":
					if (node.prefixItems) yield { ...here, told: told ?? atRoot };
					else yield* below(operand as Schema, 0);
					break;
				case "allOf":
					for (const part of operand as Schema[]) yield* placesOf(document, root, { ...whole, part, above });
					break;
				case "anyOf":
				case "oneOf":
					yield here;
					for (const [index, part] of (operand as Schema[]).entries()) {
						const offset = keyword === "oneOf" ? ((merged(document, schema).anyOf ?? []) as Schema[]).length : 0;
						const schemaThere = alternatives(document, schema)[offset + index] ?? part;
						yield* placesOf(document, root, { ...whole, part, schema: schemaThere, told: told ?? here, above });
					}
					break;
				case "if":
					yield { ...here, told: told ?? atRoot };
					break;
				default:
					if (annotations.has(keyword) || keyword.startsWith("x-")) break;
					if (keyword === "format" && storage.has(String(operand))) break;
					yield here;
			}
		}
}

/** Of the values for a place those that a request can have, and that the input as a whole allows, or does not. */
function sidesOf(
	document: Document,
	root: Schema,
	parameter: Parameter | undefined,
	{ schema, node, keyword, steps, put }: Place,
	values: Pick<Constraint, "inside" | "outside">,
	isGuess = false,
): Pick<Constraint, "inside" | "outside"> {
	const isSendable = (value: unknown) =>
		!parameter || (toTexts(value)?.every((text) => fits[parameter.in](text)) ?? false);
	// As the service reads it: "1" is a number where one is asked for.
	const received = (value: unknown) => (parameter ? fromTexts(document, root, toTexts(value) ?? []) : value);
	const whole = independent(document, root);
	const here = independent(document, schema);
	const besides = (companions[keyword] ?? []).flatMap((name) => (name in node ? [[name, node[name]] as const] : []));
	const alone = independent(document, { ...Object.fromEntries(besides), [keyword]: node[keyword] });

	const bad = values.outside
		.map(put)
		.filter(isSendable)
		.map((value) => ({ value, at: at(received(value), steps) }))
		.filter((each) => !alone(each.at))
		// Of any values only those are sure to be refused for this that break nothing else.
		.filter((each) => !isGuess || without(document, schema, keyword)(each.at))
		// What one alternative refuses, another may take.
		.filter(({ value }) => !whole(received(value)))
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

/** A validator of all that holds at a place but one keyword. */
function without(document: Document, schema: Schema, keyword: string) {
	const { [keyword]: _, allOf: __, $ref: ___, ...rest } = merged(document, schema);
	return independent(document, rest);
}

/** What stands at the end of some steps into a value. */
const at = (value: unknown, steps: Place["steps"]): unknown =>
	steps.reduce<unknown>((node, step) => (node as Record<string, unknown>)?.[step], value);
