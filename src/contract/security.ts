import { type Bulkhead, bulkhead } from "./bulkhead.ts";
import { type Document, securityScheme } from "./document.ts";
import type { Identity } from "./handler.ts";
import type { Operation } from "./operation.ts";
import { Problem } from "./problem.ts";
import { timers } from "./timer.ts";

/** Who sends a request, undefined where it has no credentials of the kind. Throws where they are not accepted. */
export type Authenticate = (request: Request) => Identity | undefined | Promise<Identity | undefined>;

/** Who sends a request, and what bounds their share of the service, if their security scheme does. */
interface Caller {
	readonly identity: Identity;
	readonly bulkhead: Bulkhead | undefined;
}

/** Finds the caller of an operation; undefined where it is public. Throws where nobody may call it like that. */
export type FindCaller = (request: Request) => Caller | undefined | Promise<Caller | undefined>;

/** Compiles an operation's `security`: the first scheme whose credentials were sent decides. */
export function authentication(
	document: Document,
	operation: Operation,
	authenticators: Readonly<Record<string, Authenticate>>,
	bulkheads: ReadonlyMap<string, Bulkhead>,
): FindCaller {
	const [first] = operation.security;
	if (first === undefined) return () => undefined;
	const alternatives = operation.security.map((name) => {
		const authenticate = authenticators[name];
		if (!authenticate) throw new Error(`${operation.id}: nothing authenticates the security scheme "${name}"`);
		return { authenticate, bulkhead: bulkheads.get(name) };
	});
	// Made once: an error of its own, with its stack, would cost each request without credentials some 3 µs.
	const missing = new Problem(securityScheme(document, first)["x-missing"]);

	const next = (request: Request, at: number): Caller | Promise<Caller> => {
		const alternative = alternatives[at];
		if (!alternative) throw missing;
		const { authenticate, bulkhead } = alternative;
		const found = authenticate(request);
		if (found instanceof Promise)
			return found.then((identity) => (identity ? { identity, bulkhead } : next(request, at + 1)));
		return found ? { identity: found, bulkhead } : next(request, at + 1);
	};
	return (request) => next(request, 0);
}

/** How long a refused request is held back, in milliseconds. */
const refusalDelay = 1000;

/** The security schemes' bulkheads (`x-bulkhead`). `patience`: how long a request may wait, in milliseconds. */
export function bulkheadsOf(
	document: Document,
	{ capacity, patience }: { capacity: number; patience: number },
): Map<string, Bulkhead> {
	const startWait = timers(patience);
	const startRefusal = timers(refusalDelay);
	const bulkheads = new Map<string, Bulkhead>();
	for (const name of Object.keys(document.components?.securitySchemes ?? {})) {
		const settings = securityScheme(document, name)["x-bulkhead"];
		if (!settings) continue;
		const { share, queue, code } = settings;
		if (!(share > 0 && share <= 1) || !(queue >= 0 && queue <= 1000))
			throw new Error(`${name}: x-bulkhead needs a share from 0 to 1, and a queue of at most 1000`);
		const limit = Math.max(1, Math.floor(capacity * share));
		bulkheads.set(name, bulkhead({ limit, queue, code, startWait, startRefusal }));
	}
	return bulkheads;
}

/** The error codes of the security schemes themselves. */
export const securityCodes = (document: Document, { security: schemes }: Operation): string[] =>
	schemes.flatMap((name) => {
		const scheme = securityScheme(document, name);
		return [scheme["x-missing"], scheme["x-bulkhead"]?.code ?? []].flat();
	});

/** The challenges of a 401 (RFC 9110 section 11.6.1); a refused token's is `invalid_token` (RFC 6750 section 3.1). */
export function challenge(document: Document, { security }: Pick<Operation, "security">, code: string) {
	const challenges = security
		.map((name) => securityScheme(document, name))
		.filter(({ type }) => type === "http")
		.map((scheme) => {
			const name = scheme.scheme?.toLowerCase() === "bearer" ? "Bearer" : scheme.scheme;
			return name === "Bearer" && code !== scheme["x-missing"] ? 'Bearer error="invalid_token"' : name;
		});
	return challenges.length > 0 ? challenges.join(", ") : undefined;
}

/** Compiles the rule that a path parameter with `x-owner` is the caller's own id. Throws what it names. */
export function ownership(operation: Operation) {
	const owners = operation.parameters.filter((parameter) => parameter["x-owner"]);
	return (identity: Identity | undefined, path: Readonly<Record<string, unknown>>): void => {
		for (const { name, "x-owner": code = "" } of owners) if (identity?.subject !== path[name]) throw new Problem(code);
	};
}
