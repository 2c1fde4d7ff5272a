import { requestBody } from "./body.ts";
import type { Document } from "./document.ts";
import type { Operation } from "./operation.ts";
import { headerParameters, pathParameters, queryParameters } from "./parameters.ts";
import { minimal } from "./preference.ts";
import { type Issue, Problem, validationError } from "./problem.ts";
import { successResponses } from "./response.ts";
import { fail, type Result, reply } from "./result.ts";
import type { Handle } from "./route-handler.ts";
import { type FindCaller, ownership, securityCodes } from "./security.ts";

/** A handler as the engine calls it. */
export type Handler = (input: object) => Result | Promise<Result>;

/** Compiles the way of an operation's requests: what comes first here decides the answer. */
export function operationHandler(
	document: Document,
	operation: Operation,
	findCaller: FindCaller,
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

	const answer = async (request: Request, params: Record<string, string>, found: ReturnType<FindCaller>) => {
		const caller = await found;
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
	// Without credentials it throws right here: a promise would double the cost of the refusal.
	return (request, params) => answer(request, params, findCaller(request));
}

/** The error codes that the engine itself can answer with. */
export function neededCodes(document: Document, operation: Operation): string[] {
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
