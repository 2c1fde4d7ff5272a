import type { Document, Schema } from "../../src/contract/document.ts";
import { keywordOf } from "../../src/contract/schema.ts";

/** What a text stands for where a schema asks for a type: that value in its canonical form, else the text itself. */
export function fromText(document: Document, schema: Schema, text: string): unknown {
	const type = keywordOf(document, schema, "type");
	const isNumber =
		(type === "integer" && /^-?(0|[1-9]\d*)$/.test(text)) ||
		(type === "number" && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text));
	if (isNumber) return Number(text);
	if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
	return text;
}

/** The same for all that was sent of a parameter, of which only an array has several. */
export function fromTexts(document: Document, schema: Schema, texts: readonly string[]): unknown {
	if (keywordOf(document, schema, "type") !== "array") return fromText(document, schema, texts[0] ?? "");
	const items = (keywordOf(document, schema, "items") ?? {}) as Schema;
	return texts.map((text) => fromText(document, items, text));
}

/** A value as the texts that are sent of it; undefined where it has none. */
export function toTexts(value: unknown): string[] | undefined {
	if (Array.isArray(value)) {
		const texts = value.map(toText);
		return texts.every((text) => text !== undefined) && texts.length > 0 ? (texts as string[]) : undefined;
	}
	const text = toText(value);
	return text === undefined ? undefined : [text];
}

function toText(value: unknown): string | undefined {
	if (typeof value === "string") return value.isWellFormed() ? value : undefined;
	return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

/** Whether a text can stand in a place of a request at all, and come out there as it is. */
export const fits: Record<"path" | "query" | "header", (text: string) => boolean> = {
	// An empty step, and those with dots, lead elsewhere (RFC 3986 section 5.2.4).
	path: (text) => text !== "" && text !== "." && text !== "..",
	// Servers refuse longer heads before they look at them.
	query: (text) => encodeURIComponent(text).length <= 8_000,
	header: (text) => /^[\x20-\x7e]*$/.test(text) && text.trim() === text,
};
