import { type Bulkhead, bulkhead } from "./bulkhead.ts";
import { deadline } from "./deadline.ts";
import { type Document, securityScheme } from "./document.ts";
import type { Identity } from "./handler.ts";
import type { Operation } from "./operation.ts";
import { Problem } from "./problem.ts";

/**
 * Checks one security scheme's credentials: who sent them, or undefined where the request has none of the
 * kind. Throws a Problem where they are not accepted.
 */
export type Authenticate = (request: Request) => Identity | undefined | Promise<Identity | undefined>;

/** Who sends a request, and what bounds their share of the service, where their security scheme has that. */
export interface Caller {
	readonly identity: Identity;
	readonly bulkhead: Bulkhead | undefined;
}

/** Compiles an operation's `security`: the first scheme whose credentials were sent decides. */
export function authentication(
	document: Document,
	operation: Operation,
	authenticators: Readonly<Record<string, Authenticate>>,
	bulkheads: ReadonlyMap<string, Bulkhead>,
): (request: Request) => Caller | undefined | Promise<Caller | undefined> {
	const alternatives = operation.security.map((name) => {
		const authenticate = authenticators[name];
		if (!authenticate) throw new Error(`${operation.id}: nothing authenticates the security scheme "${name}"`);
		return { authenticate, bulkhead: bulkheads.get(name) };
	});
	const [code = ""] = missingCodes(document, operation);
	// Made once: an error of its own, with its stack, would cost each request without credentials some 3 µs.
	const missing = new Problem(code);

	const next = (request: Request, at: number): Caller | Promise<Caller> => {
		const alternative = alternatives[at];
		if (!alternative) throw missing;
		const { authenticate, bulkhead } = alternative;
		const found = authenticate(request);
		if (found instanceof Promise)
			return found.then((identity) => (identity ? { identity, bulkhead } : next(request, at + 1)));
		return found ? { identity: found, bulkhead } : next(request, at + 1);
	};
	return alternatives.length === 0 ? () => undefined : (request) => next(request, 0);
}

/** For how long a request that is turned down is held back, in milliseconds. */
const refusal = 1000;

/**
 * The bulkheads of the security schemes with `x-bulkhead`, by the schemes' names. `capacity` is how many requests can
 * be worked on at a time, `patience` how long one may wait for its caller's others, in milliseconds.
 */
export function bulkheadsOf(
	document: Document,
	{ capacity, patience }: { capacity: number; patience: number },
): Map<string, Bulkhead> {
	const [beginWait, beginRefusal] = [deadline(patience), deadline(refusal)];
	const bulkheads = new Map<string, Bulkhead>();
	for (const name of Object.keys(document.components?.securitySchemes ?? {})) {
		const settings = securityScheme(document, name)["x-bulkhead"];
		if (!settings) continue;
		const { share, queue, code } = settings;
		if (!(share > 0 && share <= 1) || !(queue >= 0 && queue <= 1000))
			throw new Error(`${name}: x-bulkhead needs a share from 0 to 1, and a queue of at most 1000`);
		const limit = Math.max(1, Math.floor(capacity * share));
		bulkheads.set(name, bulkhead({ limit, queue, code, beginWait, beginRefusal }));
	}
	return bulkheads;
}

/** The error codes that an operation's security schemes can answer with by themselves. */
export const securityCodes = (document: Document, { security: schemes }: Operation): string[] =>
	schemes.flatMap((name) => {
		const scheme = securityScheme(document, name);
		return [scheme["x-missing"], scheme["x-bulkhead"]?.code ?? []].flat();
	});

const missingCodes = (document: Document, { security: schemes }: Operation): string[] =>
	schemes.map((name) => securityScheme(document, name)["x-missing"]);

/**
 * The challenges of a 401 (RFC 9110 section 11.6.1): the operation's HTTP schemes. A bearer token that was
 * sent and not accepted is an `invalid_token` (RFC 6750 section 3.1).
 */
export function challenge(
	document: Document,
	operation: Pick<Operation, "security">,
	code: string,
): string | undefined {
	const challenges = operation.security
		.map((name) => securityScheme(document, name))
		.filter(({ type }) => type === "http")
		.map((scheme) => {
			const name = scheme.scheme?.toLowerCase() === "bearer" ? "Bearer" : scheme.scheme;
			return name === "Bearer" && code !== scheme["x-missing"] ? 'Bearer error="invalid_token"' : name;
		});
	return challenges.length > 0 ? challenges.join(", ") : undefined;
}

/** Compiles the rule that a path parameter with `x-owner` is the caller's own id. Throws what it names. */
export function ownership(
	operation: Operation,
): (identity: Identity | undefined, path: Readonly<Record<string, unknown>>) => void {
	const owners = operation.parameters.filter((parameter) => parameter["x-owner"]);
	return (identity, path) => {
		for (const { name, "x-owner": code = "" } of owners) if (identity?.subject !== path[name]) throw new Problem(code);
	};
}
