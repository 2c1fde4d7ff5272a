import { type Document, type Schema, validator } from "../../contract/index.ts";
import { digestOf } from "../digest.ts";
import { completionNames, readCompletion } from "./completion.ts";

export interface ImportedTask {
	readonly title: string;
	readonly description: string | null;
	readonly completed: boolean;
	readonly created_at?: string;
	readonly updated_at?: string;
	/** By which it is known if it comes again. */
	readonly key: string;
}

interface ImportFile {
	readonly tasks: readonly ImportedTask[];
	/** The properties that no task has. */
	readonly ignored: readonly string[];
}

/** Everything that keeps a file from being imported, a line per problem. */
export class ImportError extends Error {
	constructor(problems: readonly string[]) {
		const shown = problems.slice(0, 20);
		const more = problems.length - shown.length;
		super([...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n"));
		this.name = "ImportError";
	}
}

/** Reads a JSON array of tasks, in camelCase or snake_case. Throws an ImportError with each bad row by its index. */
export function readImport(document: Document, text: string): ImportFile {
	const validate = validator(document, importSchema(document), (path) => path);
	const problems: string[] = [];
	const ignored = new Set<string>();
	const occurrences = new Map<string, number>();

	const tasks = parseArray(text).flatMap((raw, index) => {
		const { row, unknown, wrong } = normalise(raw);
		for (const name of unknown) ignored.add(name);
		const issues = [...(validate(row) ?? []), ...wrong];
		for (const { field, message } of issues) problems.push(`[${index}]${field && ` ${field}`}: ${message}`);
		if (issues.length > 0) return [];

		const task = { description: null, completed: false, ...(row as Row) };
		// Two equal rows are two tasks; the same file again is none.
		const content = JSON.stringify([task.title, task.description, task.completed, task.created_at]);
		const occurrence = occurrences.get(content) ?? 0;
		occurrences.set(content, occurrence + 1);
		return { ...task, key: `import:${digestOf(`${content}${occurrence}`)}` };
	});
	if (problems.length > 0) throw new ImportError(problems);
	return { tasks, ignored: [...ignored].sort() };
}

type Row = Pick<ImportedTask, "title"> & Partial<ImportedTask>;

/** A new task's schema, with what else an old task may have. */
function importSchema(document: Document): Schema {
	const schema = document.components?.schemas?.CreateTask as Schema;
	const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
	return {
		...schema,
		properties: {
			...(schema.properties as object),
			completed: ref("TaskCompleted"),
			created_at: ref("Timestamp"),
			updated_at: ref("Timestamp"),
		},
		"x-message": { ...(schema["x-message"] as object), type: "A task must be a JSON object" },
	};
}

function parseArray(text: string): unknown[] {
	try {
		// Some editors on Windows begin a file with a byte order mark.
		const value: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
		if (Array.isArray(value)) return value;
	} catch {}
	throw new ImportError(["The file must hold a JSON array of tasks"]);
}

const names = new Map([
	["createdAt", "created_at"],
	["updatedAt", "updated_at"],
]);
const known = ["title", "description", "created_at", "updated_at", ...completionNames];

/** A row under the contract's names, with its instants in UTC; its unknown properties, and what is wrong with it. */
function normalise(raw: unknown) {
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return { row: raw, unknown: [], wrong: [] };

	const entries = Object.entries(raw).map(([name, value]) => [names.get(name) ?? name, value] as const);
	const row = Object.fromEntries(entries.filter(([name, value]) => known.includes(name) && value !== undefined));
	const { completed, issues } = readCompletion(row);
	for (const name of completionNames) delete row[name];
	if (completed !== undefined) row.completed = completed;

	const wrong = [...issues];
	for (const name of ["created_at", "updated_at"]) {
		const value = row[name];
		delete row[name];
		if (value === undefined || value === null) continue;
		const instant = instantOf(value);
		if (instant) row[name] = instant;
		else wrong.push({ field: name, message: `${name} must be an instant, like 2026-02-05T09:30:00Z` });
	}
	return { row, unknown: entries.map(([name]) => name).filter((name) => !known.includes(name)), wrong };
}

/**
 * An instant in UTC, its fraction of a second untouched: from RFC 3339, from the same without an offset (in UTC, as
 * Python writes it), or from milliseconds since 1970. Undefined where it is none.
 */
function instantOf(value: unknown): string | undefined {
	if (typeof value === "number") return inYears(new Date(value))?.toISOString();
	const [, day, time, fraction = "", offset = "Z"] =
		/^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,6})?(Z|[+-]\d\d:\d\d)?$/.exec(String(value)) ?? [];
	const local = inYears(new Date(`${day}T${time}Z`));
	const instant = inYears(new Date(`${day}T${time}${offset}`));
	const exists = local?.toISOString().startsWith(`${day}T${time}`);
	return instant && exists ? `${instant.toISOString().slice(0, 19)}${fraction}Z` : undefined;
}

/** The years that PostgreSQL and RFC 3339 both know. */
const inYears = (date: Date): Date | undefined => {
	const year = date.getUTCFullYear();
	return year >= 1 && year <= 9999 ? date : undefined;
};
