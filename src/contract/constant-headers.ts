import { type Document, resolve } from "./document.ts";
import type { Operation } from "./operation.ts";
import { keywordOf } from "./schema.ts";

/** The headers that the engine sends by itself, by status: their schema allows one value only. */
export const constantHeaders = (
	document: Document,
	responses: Operation["responses"],
): Map<number, Readonly<Record<string, string>>> =>
	new Map(
		[...responses].map(([status, { headers = {} }]) => {
			const constants = Object.entries(headers).flatMap(([name, node]) => {
				const { schema } = resolve(document, node);
				const [only, ...others] = [keywordOf(document, schema, "enum")].flat();
				const value = keywordOf(document, schema, "const") ?? (others.length === 0 ? only : undefined);
				return value === undefined ? [] : [[name.toLowerCase(), String(value)]];
			});
			return [status, Object.fromEntries(constants)];
		}),
	);
