import type { Document } from "./document.ts";
import { answeredMethods, type Operation, unrouted } from "./operation.ts";
import { Problem } from "./problem.ts";
import { errorResponses, type HttpResponse } from "./response.ts";

/** Compiles the answers to a wrong method and to an unknown path. */
export function unroutedRequests(document: Document, operations: readonly Operation[]) {
	const paths = [...Map.groupBy(operations, ({ path }) => path)].map(([path, here]) => {
		const allow = answeredMethods(here).join(", ");
		const toErrorResponse = errorResponses(document, here[0] as Operation, ["METHOD_NOT_ALLOWED"]);
		return {
			pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
			wrongMethod: toErrorResponse(new Problem("METHOD_NOT_ALLOWED", { headers: { allow } })),
		};
	});
	const toErrorResponse = errorResponses(document, unrouted(document), ["NOT_FOUND", "INTERNAL_ERROR"]);
	const unknownPath = toErrorResponse(new Problem("NOT_FOUND"));

	const handle = (request: Request): HttpResponse => {
		const requested = pathOf(request.url);
		return paths.find(({ pattern }) => pattern.test(requested))?.wrongMethod ?? unknownPath;
	};
	return { handle, toErrorResponse };
}

/** As the router reads it: a `#`, which no client should send, is part of the path. */
const pathOf = (url: string): string => /^[^:]+:\/\/[^/]*([^?]*)/.exec(url)?.[1] ?? "";
