import { Elysia } from "elysia";
import type { Document } from "./document.ts";
import type { Observe } from "./exchange.ts";
import type { ContractTypes, Handlers } from "./handler.ts";
import { type Handler, neededCodes, operationHandler } from "./operation-handler.ts";
import { errorResponses } from "./response.ts";
import { routeHandler } from "./route-handler.ts";
import { type Authenticate, authentication, bulkheadsOf } from "./security.ts";
import { supportedOperations } from "./supported.ts";
import { timers } from "./timer.ts";
import { turns } from "./turn.ts";
import { unroutedRequests } from "./unrouted.ts";

/** How long the event loop may take to go round before requests wait for it, in milliseconds. */
const longestTurn = 10;

export interface MountOptions<C extends ContractTypes> {
	readonly handlers: Handlers<C>;
	readonly authenticators: Readonly<Record<string, Authenticate>>;
	/** In milliseconds; past it the answer is SERVICE_UNAVAILABLE. */
	readonly deadline: number;
	/** How many requests the handlers can work on at a time; an `x-bulkhead` gives a caller a share of that. */
	readonly capacity: number;
	readonly observe: Observe;
}

/** An Elysia plugin that answers all requests as the contract says. Throws where the contract lacks what it needs. */
export function mount<C extends ContractTypes>(document: Document, options: MountOptions<C>) {
	const operations = supportedOperations(document);
	const handlers = options.handlers as Readonly<Record<string, Handler>>;
	const known = new Set(operations.map(({ id }) => id));
	for (const id of Object.keys(handlers)) if (!known.has(id)) throw new Error(`no operation is called ${id}`);

	const shared = { startTimer: timers(options.deadline), turn: turns(longestTurn), observe: options.observe };
	// A request waits for its caller's others for half of its time at most: the other half is for its work.
	const bulkheads = bulkheadsOf(document, { capacity: options.capacity, patience: options.deadline / 2 });
	const app = new Elysia({ name: "contract" });
	for (const operation of operations) {
		const handler = handlers[operation.id];
		if (!handler) throw new Error(`the operation ${operation.id} has no handler`);
		const findCaller = authentication(document, operation, options.authenticators, bulkheads);
		const handle = placed(operation.id, () => operationHandler(document, operation, findCaller, handler));
		const toErrorResponse = errorResponses(document, operation, neededCodes(document, operation));
		const route = { ...shared, route: operation.path, operation: operation.id, handle, toErrorResponse };
		app.route(operation.method, elysiaPath(operation.path), routeHandler(route));
	}
	const { handle, toErrorResponse } = unroutedRequests(document, operations);
	const unmatched = { ...shared, route: "unmatched", operation: undefined, toErrorResponse };
	app.all("/*", routeHandler({ ...unmatched, handle }));
	// Nothing above throws; this is for what Elysia and its plugins do.
	app.onError({ as: "global" }, ({ error, request, set }) => {
		const handle = () => {
			throw error;
		};
		const refuse = routeHandler({ ...unmatched, handle });
		return refuse({ request, params: {}, set: set as { headers: Record<string, string> } });
	});
	return app;
}

/** What the work gives back; where it throws, of which operation that is. */
function placed<Result>(id: string, work: () => Result): Result {
	try {
		return work();
	} catch (cause) {
		const { message } = cause as Error;
		throw message.startsWith(id) ? cause : new Error(`${id}: ${message}`, { cause });
	}
}

const elysiaPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");
