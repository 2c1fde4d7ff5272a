import { Elysia } from "elysia";
import { type Answer, errorResponses, successResponses } from "./answer.ts";
import { requestBody } from "./body.ts";
import type { Bulkhead } from "./bulkhead.ts";
import { deadline } from "./deadline.ts";
import { answeredMethods, type Document, listOperations, type Operation, unrouted } from "./document.ts";
import { exchange, type Handle, type Observe } from "./exchange.ts";
import { type ContractTypes, fail, type Handlers, reply, type Success } from "./handler.ts";
import { headerParameters, pathParameters, queryParameters } from "./parameters.ts";
import { minimal } from "./preference.ts";
import { type Issue, Problem, validationError } from "./problem.ts";
import { type Authenticate, bulkheadsOf, ownership, security, securityCodes } from "./security.ts";
import { turns } from "./turn.ts";

/** How long the event loop may take to go round before requests wait for it, in milliseconds. */
const longestTurn = 10;

export interface MountOptions<C extends ContractTypes> {
	readonly handlers: Handlers<C>;
	/** One per security scheme of the contract. */
	readonly authenticators: Readonly<Record<string, Authenticate>>;
	/** How long a request may take, in milliseconds; past it the answer is SERVICE_UNAVAILABLE. */
	readonly deadline: number;
	/** How many requests the handlers can work on at a time; an `x-bulkhead` gives each caller a share of it. */
	readonly capacity: number;
	readonly observe: Observe;
}

/** A handler, as the engine calls it: the types that it was written to are checked by the compiler. */
type Handler = (input: object) => Result | Promise<Result>;
type Result = Success | Problem;

/**
 * An Elysia plugin with every operation of the contract, and the contract's answers to all other requests.
 * Throws where the contract leaves out something that its operations need.
 */
export function mount<C extends ContractTypes>(document: Document, options: MountOptions<C>) {
	const operations = listOperations(document);
	const known = new Set(operations.map(({ id }) => id));
	for (const id of Object.keys(options.handlers)) if (!known.has(id)) throw new Error(`no operation is called ${id}`);

	const { observe } = options;
	const begin = deadline(options.deadline);
	const turn = turns(longestTurn);
	const bulkheads = bulkheadsOf(document, {
		capacity: options.capacity,
		// Then it has as much time again to be worked on.
		patience: options.deadline / 2,
	});
	const app = new Elysia({ name: "contract" });
	for (const operation of operations) {
		const handle = compileOperation(document, operation, options as unknown as MountOptions<ContractTypes>, bulkheads);
		const failure = errorResponses(document, operation, neededCodes(document, operation));
		const handler = exchange({
			route: operation.path,
			operation: operation.id,
			handle,
			failure,
			begin,
			turn,
			observe,
		});
		app.route(operation.method, elysiaPath(operation.path), handler);
	}
	const { handle, failure } = compileUnrouted(document, operations);
	const unmatched = (answer: typeof handle) =>
		exchange({
			route: "unmatched",
			operation: undefined,
			handle: answer,
			failure,
			begin,
			turn,
			observe,
		});
	app.all("/*", unmatched(handle));
	// Nothing above throws; this is for what Elysia and its plugins do.
	app.onError({ as: "global" }, ({ error, request, set }) =>
		unmatched(() => {
			throw error;
		})({
			request,
			params: {},
			set: set as { headers: Record<string, string> },
		}),
	);
	return app;
}

/** Compiles a request's way, in the order in which the contract's answers are decided. */
function compileOperation(
	document: Document,
	operation: Operation,
	options: MountOptions<ContractTypes>,
	bulkheads: ReadonlyMap<string, Bulkhead>,
): Handle {
	const { body, parameters } = operation;
	const handler = (options.handlers as Record<string, unknown>)[operation.id] as Handler | undefined;
	if (!handler) throw new Error(`the operation ${operation.id} has no handler`);

	const authenticate = security(document, operation, options.authenticators, bulkheads);
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
	// Whoever has no credentials is refused at once, without a promise: that is half of what it costs.
	return (request, params) => answer(request, params, authenticate(request));
}

/** The codes that the engine itself can answer with on an operation's behalf. */
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

/** Whatever no operation takes: a wrong method on a path of the contract, or an unknown path. */
function compileUnrouted(document: Document, operations: readonly Operation[]) {
	const paths = [...Map.groupBy(operations, ({ path }) => path)].map(([path, here]) => {
		const allow = answeredMethods(here).join(", ");
		const failure = errorResponses(document, here[0] as Operation, ["METHOD_NOT_ALLOWED"]);
		return {
			pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
			wrongMethod: failure(new Problem("METHOD_NOT_ALLOWED", { headers: { allow } })),
		};
	});
	const failure = errorResponses(document, unrouted(document), ["NOT_FOUND", "INTERNAL_ERROR"]);
	const unknownPath = failure(new Problem("NOT_FOUND"));

	const handle = (request: Request): Answer => {
		const requested = pathOf(request.url);
		const path = paths.find(({ pattern }) => pattern.test(requested));
		return path ? path.wrongMethod : unknownPath;
	};
	return { handle, failure };
}

const pathOf = (url: string): string => /^[^:]+:\/\/[^/]*([^?#]*)/.exec(url)?.[1] ?? "";

const elysiaPath = (path: string): string => path.replace(/\{(\w+)\}/g, ":$1");
