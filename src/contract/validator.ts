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
	params: object;
	message: string;
};

// A request with more problems than this is told of the first ones.
Settings.Set({ maxErrors: 32 });

/**
 * Compiles a schema of the contract. An issue's field is `root`, or the path below it where the schema
 * is an object's (`items.0.name`); its message is the schema's `x-message`.
 */
export function compile(
	document: Document,
	schema: Schema,
	root: string,
): Validate {
	const whole = {
		...schema,
		components: { schemas: document.components?.schemas ?? {} },
	};
	const validator = Compile(whole);

	const describe = ({
		keyword,
		schemaPath,
		instancePath,
		params,
		message,
	}: Failure): Issue[] => {
		const sites = sitesOf(document, schema, schemaPath);
		const field = fieldOf(instancePath) || root;
		const own = (property?: string) => messageOf(sites, keyword, property);
		switch (keyword) {
			case "boolean": // the refused property, which `additionalProperties` names as well
				return [];
			case "additionalProperties": {
				const allowed = Object.keys(propertiesOf(sites)).join(", ");
				return (
					params as { additionalProperties: string[] }
				).additionalProperties.map((name) => ({
					field: fieldOf(`${instancePath}/${name.slice(0, 100)}`),
					message: own() ?? `Unknown property. Allowed: ${allowed}`,
				}));
			}
			case "required":
				return (
					params as { requiredProperties: string[] }
				).requiredProperties.map((name) => ({
					field: fieldOf(`${instancePath}/${name}`),
					message: own(name) ?? `${name} is required`,
				}));
			case "enum":
				return [
					{
						field,
						message:
							own() ?? `${field} must be one of: ${valuesOf(sites).join(", ")}`,
					},
				];
			default:
				return [{ field, message: own() ?? `${field} ${message}` }];
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

const propertiesOf = (sites: Schema[]): object =>
	(sites.find((site) => site.properties)?.properties as object | undefined) ??
	{};

const valuesOf = (sites: Schema[]): unknown[] =>
	(sites.find((site) => site.enum)?.enum as unknown[] | undefined) ?? [];

const fieldOf = (instancePath: string): string =>
	instancePath.slice(1).replaceAll("/", ".");

/** Fills in the defaults that the contract gives to properties that were left out, in place. */
export function fillDefaults(
	document: Document,
	schema: Schema,
	value: unknown,
): void {
	if (typeof value !== "object" || value === null) return;
	for (const site of referenced(document, schema)) {
		for (const [name, property] of Object.entries(
			(site.properties ?? {}) as Record<string, Schema>,
		)) {
			const target = value as Record<string, unknown>;
			if (target[name] === undefined) {
				const standard = defaultOf(document, property);
				if (standard !== undefined) target[name] = structuredClone(standard);
			} else fillDefaults(document, property, target[name]);
		}
		if (Array.isArray(value) && site.items)
			for (const item of value)
				fillDefaults(document, site.items as Schema, item);
	}
}

/** The default of a schema or of what it refers to. */
export const defaultOf = (document: Document, schema: Schema): unknown =>
	referenced(document, schema).find((site) => site.default !== undefined)
		?.default;

/** The value of a keyword of a schema or of what it refers to. */
export const keywordOf = (
	document: Document,
	schema: Schema,
	keyword: string,
): unknown =>
	referenced(document, schema).find((site) => site[keyword] !== undefined)?.[
		keyword
	];
