import { Elysia } from "elysia";
import { requestBody } from "./body.ts";
import type { Document } from "./document.ts";
import type { Observe } from "./exchange.ts";
import type { ContractTypes, Handlers } from "./handler.ts";
import { listOperations, type Operation } from "./operation.ts";
import { headerParameters, pathParameters, queryParameters } from "./parameters.ts";
import { minimal } from "./preference.ts";
import { type Issue, Problem, validationError } from "./problem.ts";
import { errorResponses, successResponses } from "./response.ts";
import { fail, type Result, reply } from "./result.ts";
import { type Handle, routeHandler } from "./route-handler.ts";
import { type Authenticate, authentication, bulkheadsOf, ownership, securityCodes } from "./security.ts";
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

/** A handler as the engine calls it. */
type Handler = (input: object) => Result | Promise<Result>;

/** An Elysia plugin that answers all requests as the contract says. Throws where the contract lacks what it needs. */
export function mount<C extends ContractTypes>(document: Document, options: MountOptions<C>) {
	const operations = listOperations(document);
	const handlers = options.handlers as Readonly<Record<string, Handler>>;
	const known = new Set(operations.map(({ id }) => id));
	for (const id of Object.keys(handlers)) if (!known.has(id)) throw new Error(`no operation is called ${id}`);

	const shared = { startTimer: timers(options.deadline), turn: turns(longestTurn), observe: options.observe };
	// A request that has waited for its caller's others has as much time again for its work.
	const bulkheads = bulkheadsOf(document, { capacity: options.capacity, patience: options.deadline / 2 });
	const app = new Elysia({ name: "contract" });
	for (const operation of operations) {
		const handler = handlers[operation.id];
		if (!handler) throw new Error(`the operation ${operation.id} has no handler`);
		const authenticate = authentication(document, operation, options.authenticators, bulkheads);
		const handle = compileOperation(document, operation, authenticate, handler);
		const failure = errorResponses(document, operation, neededCodes(document, operation));
		const route = routeHandler({ ...shared, route: operation.path, operation: operation.id, handle, failure });
		app.route(operation.method, elysiaPath(operation.path), route);
	}
	const { handle, failure } = unroutedRequests(document, operations);
	const unmatched = { ...shared, route: "unmatched", operation: undefined, failure };
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

/** Compiles a request's way: what comes first here decides the answer. */
function compileOperation(
	document: Document,
	operation: Operation,
	authenticate: ReturnType<typeof authentication>,
	handler: Handler,
): Handle {
	const { body, parameters } = operation;
	const authorize = ownership(operation);
	const readPath = pathParameters(document, parameters);
	const readQuery = queryParameters(document, operation);
	const readHeaders = headerParameters(document, parameters);
	const readBody = body && requestBody(document, body);
	const shorten = minimal(operation);
	const toResponse = successResponses(document, operation);

	const answer = async (
		request: Request,
		params: Record<string, string>,
		authenticated: ReturnType<typeof authenticate>,
	) => {
		const caller = await authenticated;
		const identity = caller?.identity;
		authorize(identity, params);

		const path = readPath(params);
		const issues: Issue[] = [];
		const body = await readBody?.(request, issues);
		const query = readQuery(request.url, issues);
		const header = readHeaders(request.headers, issues);
		if (issues.length > 0) throw validationError(issues);

		const input = { path, query, header, body, identity, reply, fail };
		await caller?.bulkhead?.enter(caller.identity.subject);
		try {
			const result = await handler(input);
			if (result instanceof Problem) throw result;
			return toResponse(shorten(request, result));
		} finally {
			caller?.bulkhead?.leave(caller.identity.subject);
		}
	};
	// Without credentials the refusal needs no promise, which would double its cost.
	return (request, params) => answer(request, params, authenticate(request));
}

/** The error codes that the engine itself can answer with. */
function neededCodes(document: Document, operation: Operation): string[] {
	const { body, parameters } = operation;
	return [
		"METHOD_NOT_ALLOWED",
		"INTERNAL_ERROR",
		...securityCodes(document, operation),
		...parameters.flatMap((parameter) => [parameter["x-owner"] ?? [], parameter["x-invalid"] ?? []].flat()),
		...(parameters.some((parameter) => parameter.in !== "path") ? ["VALIDATION_ERROR"] : []),
		...(body ? ["UNSUPPORTED_MEDIA_TYPE", "PAYLOAD_TOO_LARGE", "MALFORMED_JSON", "VALIDATION_ERROR"] : []),
	];
}

const elysiaPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");
