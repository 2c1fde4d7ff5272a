/** A service of any contract without credentials: each operation answers with what it was given, or with nothing. */
import { Elysia } from "elysia";
import type { ContractTypes } from "../../src/contract/handler.ts";
import type { Handlers } from "../../src/contract/index.ts";
import { type Document, listOperations, mount } from "../../src/contract/index.ts";
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
	const app = new Elysia({ strictPath: true, handler: { standardHostname: false } })
		.use(
			mount<ContractTypes>(document, {
				handlers: handlers as Handlers<ContractTypes>,
				authenticators: {},
				deadline: 5_000,
				capacity: 5,
				observe: () => {},
			}),
		)
		.listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
	return {
		url: `http://127.0.0.1:${app.server?.port}`,
		hasNewCallers: true,
		newCaller: async (id = "somebody") => ({ id, headers: {} }),
		provoke: async (_, { status }) => (status === 500 ? "its handlers cannot fail" : undefined),
		[Symbol.asyncDispose]: async () => app.server?.stop(true),
	};
}
