import { constantHeaders } from "./constant-headers.ts";
import type { Document } from "./document.ts";
import { errorWords, type Operation } from "./operation.ts";
import { Problem } from "./problem.ts";
import type { Success } from "./result.ts";
import { challenge } from "./security.ts";

export interface HttpResponse {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	/** JSON text. */
	readonly body: string | null;
	/** The error code of a failure. */
	readonly code?: string;
}

/** Compiles an operation's success responses, with their constant headers. */
export function successResponses(document: Document, operation: Operation): (success: Success) => HttpResponse {
	const constants = constantHeaders(document, operation.responses);
	return ({ status, headers, body }) => ({
		status,
		headers: { ...constants.get(status), ...headers },
		body: body === undefined ? null : JSON.stringify(body),
	});
}

/** Turns anything that was thrown into an error response: nothing else makes one. */
export type ToErrorResponse = (thrown: unknown) => HttpResponse;

/** Compiles the error responses. Throws where a needed code is not documented. */
export function errorResponses(
	document: Document,
	operation: Pick<Operation, "id" | "security" | "responses">,
	needed: readonly string[],
): ToErrorResponse {
	const words = errorWords(document, operation.responses);
	for (const code of needed)
		if (!words.has(code)) throw new Error(`${operation.id} can answer ${code}, but the contract does not document it`);

	const constants = constantHeaders(document, operation.responses);
	const templates = new Map(
		[...words].map(([code, { status, message }]) => {
			const headers: Record<string, string> = { ...constants.get(status) };
			const authenticate = status === 401 && challenge(document, operation, code);
			if (authenticate) headers["www-authenticate"] = authenticate;
			return [code, { status, headers, message, body: envelope({ message, code }) }] as const;
		}),
	);

	return (thrown) => {
		const problem = thrown instanceof Problem ? thrown : undefined;
		const code = problem && templates.has(problem.code) ? problem.code : "INTERNAL_ERROR";
		const { status, headers, message, body } = templates.get(code) as NonNullable<ReturnType<typeof templates.get>>;
		return {
			status,
			code,
			headers: problem?.headers ? { ...headers, ...problem.headers } : headers,
			body: problem?.details ? envelope({ message: problem.message || message, code, details: problem.details }) : body,
		};
	};
}

const envelope = (error: object): string => JSON.stringify({ data: null, error });
