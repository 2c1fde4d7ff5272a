/** The library for conformance checks: what the check knows of a service must not be about tasks. */
import type { Document } from "../../src/contract/document.ts";
import { library } from "../contract/library.ts";
import { onFreePort } from "../contract/mounted.ts";
import type { Provocation, Service } from "./service.ts";

/** Starts the library, mounted from this contract, one whose handlers fail, and one whose handlers never answer. */
export function libraryService(document: Document): Service {
	const fail = () => {
		throw new Error("broken");
	};
	const never = () => new Promise<never>(() => {});
	const servers = [
		library(document),
		library(document, { handlers: { findBooks: fail, addBook: fail } }),
		library(document, { handlers: { findBooks: never, addBook: never }, deadline: 20 }),
	].map((app) => app.listen(onFreePort));
	const [url = "", broken = "", hanging = ""] = servers.map(({ server }) => `http://127.0.0.1:${server?.port}`);
	const known = JSON.stringify({ title: "known", authors: [{ name: "A" }], published: "2026-01-01T00:00:00Z" });
	const provocations: Record<string, Provocation> = {
		"204": { body: known },
		BAD_CARD: { headers: { authorization: "Bearer stolen" } },
		INTERNAL_ERROR: { url: broken },
		SERVICE_UNAVAILABLE: { url: hanging },
	};
	return {
		url,
		hasNewCallers: true,
		newCaller: async (id = "reader") => ({ id, headers: { authorization: "Bearer good" } }),
		provoke: async (_, { status, code }) => provocations[code ?? status],
		[Symbol.asyncDispose]: async () => {
			for (const { server } of servers) await server?.stop(true);
		},
	};
}
