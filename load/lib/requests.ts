import http, { type RefinedResponse } from "k6/http";
import { operations } from "./operations.generated.ts";
import { baseUrl } from "./settings.ts";
import type { User } from "./users.ts";

export type OperationId = keyof typeof operations;
export type Answer = RefinedResponse<"text">;

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type PathOf<Id extends OperationId> = {
	readonly [name in Names<(typeof operations)[Id]["path"]>]: string | number;
};

/** What goes with a request besides its path. */
interface Extras {
	readonly query?: Readonly<Record<string, string | number | undefined>>;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent as JSON; text as it is. */
	readonly body?: object | string;
	/** For the metrics, in addition to the operation's name or instead of it. */
	readonly tags?: Readonly<Record<string, string>>;
}
export interface Request<Id extends OperationId> extends Extras {
	readonly path: PathOf<Id>;
	readonly token?: string;
}
export type OwnRequest<Id extends OperationId> = Omit<PathOf<Id>, "user_id"> & Extras;

// A refusal is an answer, too: what it must be is checked where it is asked for.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 499 }));

/** A trace of its own for each request (W3C Trace Context), by which the service's log can be searched for it. */
const traceparent = (): string => `00-${hex(4)}-${hex(2)}-01`;
const hex = (words: number): string =>
	Array.from({ length: words }, () =>
		Math.floor(Math.random() * 2 ** 32)
			.toString(16)
			.padStart(8, "0"),
	).join("");

/** Sends one of the contract's requests, tagged with its operation. A failure to connect is an answer of status 0. */
export function send<Id extends OperationId>(
	id: Id,
	{ path, token, query = {}, headers = {}, body, tags }: Request<Id>,
): Promise<Answer> {
	const { method, path: template } = operations[id];
	const parameters: Readonly<Record<string, string | number>> = path;
	const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parameters[name] ?? ""));
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
	);
	const search = pairs.length > 0 ? `?${pairs.join("&")}` : "";
	return http.asyncRequest(
		method,
		baseUrl + filled + search,
		typeof body === "object" ? JSON.stringify(body) : (body ?? null),
		{
			headers: {
				traceparent: traceparent(),
				...(token !== undefined && { Authorization: `Bearer ${token}` }),
				...(body !== undefined && { "Content-Type": "application/json" }),
				...headers,
			},
			tags: { operation: id, name: `${method} ${template}`, ...tags },
			responseType: "text",
		},
	);
}

/** Sends a user's requests about their own tasks. */
export const requestsOf =
	({ id: user_id, token }: User) =>
	<Id extends OperationId>(id: Id, request: OwnRequest<Id>): Promise<Answer> =>
		send(id, { ...request, token, path: { ...request, user_id } as unknown as PathOf<Id> });
export type Send = ReturnType<typeof requestsOf>;
