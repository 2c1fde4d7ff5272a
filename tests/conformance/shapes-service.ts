/** A service of any contract without credentials: each operation answers with what it was given, or with nothing. */
import type { ContractTypes } from "../../src/contract/handler.ts";
import type { Handlers } from "../../src/contract/index.ts";
import { type Document, listOperations } from "../../src/contract/index.ts";
import { mounted, onFreePort } from "../contract/mounted.ts";
import type { Service } from "./service.ts";

interface Given {
	readonly path: object;
	readonly query: object;
	readonly header: object;
	readonly body: unknown;
	reply(status: number, body?: unknown): unknown;
}

export function shapesService(document: Document): Service {
	const handlers = Object.fromEntries(
		listOperations(document).map(({ id, responses }) => [
			id,
			({ path, query, header, body, reply }: Given) =>
				responses.has(204) ? reply(204) : reply(200, { path, query, header, body }),
		]),
	);
	const options = { handlers: handlers as Handlers<ContractTypes>, authenticators: {}, deadline: 5_000 };
	const app = mounted<ContractTypes>(document, options).listen(onFreePort);
	return {
		url: `http://127.0.0.1:${app.server?.port}`,
		hasNewCallers: true,
		newCaller: async (id = "somebody") => ({ id, headers: {} }),
		provoke: async (_, { status }) => (status === 500 ? "its handlers cannot fail" : undefined),
		[Symbol.asyncDispose]: async () => app.server?.stop(true),
	};
}
