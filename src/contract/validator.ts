import { Compile } from "typebox/schema";
import { Settings } from "typebox/system";
import { type Document, resolve, type Schema } from "./document.ts";
import type { Issue } from "./problem.ts";

/** Checks a value; the issues that it has, or undefined where it is valid. */
export type Validate = (value: unknown) => Issue[] | undefined;

/** One text for any failure of a schema, or one per keyword (for `required`: one per property). */
type Message =
	| string
	| Readonly<Record<string, string | Readonly<Record<string, string>>>>;
type Failure = {
	keyword: string;
	schemaPath: string;
	instancePath: string;
	params: {
		additionalProperties?: string[];
		requiredProperties?: string[];
	};
	message: string;
};

// A request with more problems than this is told of the first ones.
Settings.Set({ maxErrors: 32 });

const validators = new WeakMap<Schema, ReturnType<typeof Compile>>();

/** The schema's validator; operations share schemas, and compiling them all again would delay the start. */
function validatorOf(document: Document, schema: Schema) {
	const known = validators.get(schema);
	if (known) return known;
	const schemas = document.components?.schemas ?? {};
	const validator = Compile({ ...schema, components: { schemas } });
	validators.set(schema, validator);
	return validator;
}

/**
 * Compiles a schema of the contract. `fieldOf` names the field at a path within the value (`items.0.name`,
 * empty for the value itself); an issue's message is the schema's `x-message`.
 */
export function compile(
	document: Document,
	schema: Schema,
	fieldOf: (path: string) => string,
): Validate {
	const validator = validatorOf(document, schema);

	const describe = (failure: Failure): Issue[] => {
		const { keyword, instancePath, params, message } = failure;
		const sites = sitesOf(document, schema, failure.schemaPath);
		const own = (property?: string) => messageOf(sites, keyword, property);
		const at = (...names: string[]) =>
			fieldOf([...instancePath.split("/").slice(1), ...names].join("."));
		switch (keyword) {
			case "boolean": // the refused property, which `additionalProperties` names as well
				return [];
			case "additionalProperties": {
				const { additionalProperties: names = [] } = params;
				const allowed = Object.keys(keywordAt(sites, "properties") ?? {});
				return names.map((name) => ({
					field: at(name.slice(0, 100)),
					message: own() ?? `Unknown property. Allowed: ${allowed.join(", ")}`,
				}));
			}
			case "required": {
				const { requiredProperties: names = [] } = params;
				return names.map((name) => ({
					field: at(name),
					message: own(name) ?? `${name} is required`,
				}));
			}
			case "enum": {
				const allowed = keywordAt(sites, "enum") as unknown[];
				const standard = `${at()} must be one of: ${allowed.join(", ")}`;
				return [{ field: at(), message: own() ?? standard }];
			}
			default:
				return [{ field: at(), message: own() ?? `${at()} ${message}` }];
		}
	};

	return (value) => {
		if (validator.Check(value)) return undefined;
		const failures = validator.Errors(value)[1] as Failure[];
		const issues = failures.flatMap(describe);
		return issues.filter(
			(issue, at) =>
				issues.findIndex(
					(other) =>
						other.field === issue.field && other.message === issue.message,
				) === at,
		);
	};
}

/** The schema at a path of the validator, which steps over references, and what it refers to, in that order. */
function sitesOf(document: Document, schema: Schema, path: string): Schema[] {
	let sites = referenced(document, schema);
	for (const step of path.replace(/^#\/?/, "").split("/").filter(Boolean)) {
		const next = sites
			.map((site) => site[step])
			.find((child) => child !== undefined);
		if (typeof next !== "object" || next === null) return [];
		// An array of schemas (`allOf`) or a map of them (`properties`) is stepped through like a schema.
		sites = referenced(document, next as Schema);
	}
	return sites;
}

function referenced(document: Document, schema: Schema): Schema[] {
	return typeof schema.$ref === "string"
		? [
				schema,
				...referenced(
					document,
					resolve<Schema>(document, { $ref: schema.$ref }),
				),
			]
		: [schema];
}

function messageOf(
	sites: Schema[],
	keyword: string,
	property?: string,
): string | undefined {
	for (const site of sites) {
		const message = site["x-message"] as Message | undefined;
		const found = typeof message === "object" ? message[keyword] : message;
		if (typeof found === "string") return found;
		if (property && found?.[property]) return found[property];
	}
	return undefined;
}

/** The value of a keyword at the first of the sites that has it. */
const keywordAt = (sites: readonly Schema[], keyword: string): unknown =>
	sites.find((site) => site[keyword] !== undefined)?.[keyword];

/** Compiles what fills in the defaults that the contract gives to properties that were left out, in place. */
export function defaultsOf(
	document: Document,
	schema: Schema,
): (value: unknown) => void {
	const sites = referenced(document, schema);
	const properties = sites
		.flatMap((site) =>
			Object.entries((site.properties ?? {}) as Record<string, Schema>),
		)
		.map(([name, property]) => ({
			name,
			standard: keywordOf(document, property, "default"),
			fill: whenNeeded(() => defaultsOf(document, property)),
		}));
	const items = sites.flatMap<Schema>((site) => (site.items as Schema) ?? []);
	const fillers = items.map((item) =>
		whenNeeded(() => defaultsOf(document, item)),
	);

	return (value) => {
		if (typeof value !== "object" || value === null) return;
		const target = value as Record<string, unknown>;
		for (const { name, standard, fill } of properties)
			if (target[name] !== undefined) fill(target[name]);
			else if (standard !== undefined) target[name] = structuredClone(standard);
		if (Array.isArray(value))
			for (const fill of fillers) for (const item of value) fill(item);
	};
}

/** A function that is made when it is first called: a schema may contain itself. */
function whenNeeded(
	make: () => (value: unknown) => void,
): (value: unknown) => void {
	let made: ReturnType<typeof make> | undefined;
	return (value) => {
		made ??= make();
		made(value);
	};
}

/** The value of a keyword of a schema, or of what it refers to. */
export const keywordOf = (
	document: Document,
	schema: Schema,
	keyword: string,
): unknown => keywordAt(referenced(document, schema), keyword);
