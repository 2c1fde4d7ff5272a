import {
	type Document,
	type Operation,
	resolve,
	type SecurityScheme,
} from "./document.ts";
import type { Identity } from "./handler.ts";
import { Problem } from "./problem.ts";

/**
 * Checks one security scheme's credentials: who sent them, or undefined where the request has none of the
 * kind. Throws a Problem where they are not accepted.
 */
export type Authenticate = (
	request: Request,
) => Identity | undefined | Promise<Identity | undefined>;

/** Compiles an operation's `security`: the first scheme whose credentials were sent decides. */
export function security(
	document: Document,
	operation: Operation,
	authenticators: Readonly<Record<string, Authenticate>>,
): Authenticate {
	const alternatives = operation.security.map((name) => {
		const authenticate = authenticators[name];
		if (!authenticate)
			throw new Error(
				`${operation.id}: nothing authenticates the security scheme "${name}"`,
			);
		return authenticate;
	});
	const [code = ""] = missingCodes(document, operation);
	// Made once: an error of its own, with its stack, would cost each request without credentials some 3 µs.
	const missing = new Problem(code);

	const next = (request: Request, at: number): Identity | Promise<Identity> => {
		const authenticate = alternatives[at];
		if (!authenticate) throw missing;
		const found = authenticate(request);
		if (found instanceof Promise)
			return found.then((identity) => identity ?? next(request, at + 1));
		return found ?? next(request, at + 1);
	};
	return alternatives.length === 0
		? () => undefined
		: (request) => next(request, 0);
}

/** The error codes for a request without credentials, by the operation's schemes. */
export const missingCodes = (
	document: Document,
	{ security: schemes }: Operation,
): string[] => schemes.map((name) => schemeOf(document, name)["x-missing"]);

/**
 * The challenges of a 401 (RFC 9110 section 11.6.1): the operation's HTTP schemes. A bearer token that was
 * sent and not accepted is an `invalid_token` (RFC 6750 section 3.1).
 */
export function challenge(
	document: Document,
	operation: Operation,
	code: string,
): string | undefined {
	const challenges = operation.security
		.map((name) => schemeOf(document, name))
		.filter(({ type }) => type === "http")
		.map((scheme) => {
			const name =
				scheme.scheme?.toLowerCase() === "bearer" ? "Bearer" : scheme.scheme;
			return name === "Bearer" && code !== scheme["x-missing"]
				? 'Bearer error="invalid_token"'
				: name;
		});
	return challenges.length > 0 ? challenges.join(", ") : undefined;
}

/** Compiles the rule that a path parameter with `x-owner` is the caller's own id. Throws what it names. */
export function ownership(
	operation: Operation,
): (
	identity: Identity | undefined,
	path: Readonly<Record<string, unknown>>,
) => void {
	const owners = operation.parameters.filter(
		(parameter) => parameter["x-owner"],
	);
	return (identity, path) => {
		for (const { name, "x-owner": code = "" } of owners)
			if (identity?.subject !== path[name]) throw new Problem(code);
	};
}

function schemeOf(document: Document, name: string): SecurityScheme {
	const scheme = document.components?.securitySchemes?.[name];
	if (!scheme) throw new Error(`the contract has no security scheme "${name}"`);
	return resolve(document, scheme);
}
