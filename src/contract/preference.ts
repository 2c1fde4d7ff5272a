import type { Operation } from "./operation.ts";
import type { Success } from "./result.ts";

/** The value of a preference in a `Prefer` header (RFC 7240 section 2), the first one where it is repeated. */
export function preference(prefer: string | null | undefined, name: string): string | undefined {
	if (!prefer) return undefined;
	for (const part of prefer.match(preferences) ?? []) {
		const [token, value = ""] = (part.split(";")[0] ?? "").split("=");
		if (token?.trim().toLowerCase() === name) return value.trim().replace(/^"(.*)"$/, "$1");
	}
	return undefined;
}

/** The parts between commas; a comma in a quoted string separates nothing (RFC 9110 section 5.6.4). */
const preferences = /(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g;

/** Whether the operation's contract has `Prefer: return=minimal`. */
export const hasMinimal = ({ parameters }: Operation): boolean =>
	parameters.some((parameter) => parameter["x-return-minimal"]);

/** Compiles `Prefer: return=minimal` (RFC 7240 section 4.2): the success without its body, a 200 as a 204. */
export function minimal(operation: Operation): (request: Request, success: Success) => Success {
	if (!hasMinimal(operation)) return (_, success) => success;
	if (operation.responses.has(200) && !operation.responses.has(204))
		throw new Error(`${operation.id} needs a 204 for Prefer: return=minimal`);

	return (request, success) => {
		if (preference(request.headers.get("prefer"), "return") !== "minimal") return success;
		return {
			status: success.status === 200 ? 204 : success.status,
			headers: { ...success.headers, "preference-applied": "return=minimal" },
			body: undefined,
		};
	};
}
