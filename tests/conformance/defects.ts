/** Defects that a service can have, each as what a proxy in front of a good one does. */
import type { Alter, Passed, Passing } from "./altered.ts";
import type { Phase } from "./phases.ts";

interface Defect {
	readonly name: string;
	readonly phase: Phase;
	/** The operation that is checked; undefined where all are. */
	readonly only: string | undefined;
	/** What a finding says of it. */
	readonly found: RegExp;
	/** A new one for each run: some remember what went by. */
	readonly alter: () => Alter;
}

/** The defects of one operation that a phase finds: what each is called, what a finding says of it, what it does. */
const defectsOf = (
	phase: Phase,
	only: string | undefined,
	named: Readonly<Record<string, readonly [found: RegExp, alter: () => Alter]>>,
): Defect[] => Object.entries(named).map(([name, [found, alter]]) => ({ name, phase, only, found, alter }));

// biome-ignore lint/suspicious/noExplicitAny: any part of an answer may be changed
type Json = any;

/** What becomes of a value: another one, or what a function makes of it; undefined takes it away. */
type Change = Json | ((value: Json) => Json);
const changed = (value: Json, change: Change): Json => (typeof change === "function" ? change(value) : change);

/** Changes answers alone. */
const answers = (change: (answer: Passed, request: Passing) => Passed) => (): Alter => async (request, forward) =>
	change(await forward(request), request);

/** Changes requests alone. */
const requests = (change: (request: Passing) => Passing) => (): Alter => (request, forward) => forward(change(request));

/** JSON with a change at a path, like `error.message`; the text as it is where that cannot be made. */
function edited(text: string, path: string, change: Change): string {
	try {
		const json = JSON.parse(text);
		const steps = path.split(".");
		const name = steps.pop() ?? "";
		const parent = steps.reduce((node, step) => node[step], json);
		Object.assign(parent, { [name]: changed(parent[name], change) });
		return JSON.stringify(json);
	} catch {
		return text;
	}
}

/** Headers with a change of one; a function changes one that is there. */
function withHeader(before: Headers, name: string, change: Change): Headers {
	const headers = new Headers(before);
	if (typeof change === "function" && !headers.has(name)) return headers;
	const value = changed(headers.get(name), change);
	if (value === undefined) headers.delete(name);
	else headers.set(name, value);
	return headers;
}

/** Changes the JSON of answers with one status. */
const json = (status: number, path: string, change: Change) =>
	answers((answer) => (answer.status === status ? { ...answer, text: edited(answer.text, path, change) } : answer));

/** Changes a header of answers with one status. */
const header = (status: number, name: string, change: Change) =>
	answers((answer) =>
		answer.status === status ? { ...answer, headers: withHeader(answer.headers, name, change) } : answer,
	);

/** Gives some answers another status. */
const statusWhere = (status: number, is: (request: Passing, answer: Passed) => boolean) =>
	answers((answer, request) => (is(request, answer) ? { ...answer, status } : answer));

const statusFrom = (from: number, to: number) => statusWhere(to, (_, { status }) => status === from);

/** Changes the JSON of requests, or of those with one method. */
const sent = (path: string, change: Change, method?: string) =>
	requests((request) =>
		method === undefined || request.method === method
			? { ...request, body: edited(request.body, path, change) }
			: request,
	);

const bodyFrom = (from: string, to: string) =>
	requests((request) => (request.body === from ? { ...request, body: to } : request));

/** Changes a header of requests that have it. */
const sentHeader = (name: string, change: (value: string) => string | undefined) =>
	requests((request) => ({ ...request, headers: withHeader(request.headers, name, change) }));

const withoutHeader = (name: string) => sentHeader(name, () => undefined);

/** Changes a parameter of the query; undefined takes it away. */
const query = (name: string, change: (value: Json, query: URLSearchParams) => string | undefined) =>
	requests((request) => {
		const url = new URL(request.url);
		const before = url.searchParams.get(name) ?? undefined;
		const value = change(before, url.searchParams);
		if (value === before) return request;
		if (value === undefined) url.searchParams.delete(name);
		else url.searchParams.set(name, value);
		return { ...request, url };
	});

/** Remembers who made which task, and with which credentials. */
function owners() {
	const known = new Map<string, string>();
	return {
		see({ headers, method }: Passing, { status, text }: Passed) {
			if (method === "POST" && status === 201)
				known.set(String(JSON.parse(text).data.id), `${JSON.parse(text).data.user_id} ${headers.get("authorization")}`);
		},
		/** The request as the task's owner would send it. */
		as(request: Passing): Passing | undefined {
			const [, id = ""] = /\/tasks\/(\d+)/.exec(request.url.pathname) ?? [];
			const [user, ...authorization] = known.get(id)?.split(" ") ?? [];
			if (!user) return undefined;
			const url = new URL(request.url);
			url.pathname = url.pathname.replace(/^\/api\/[^/]+/, `/api/${user}`);
			return { ...request, headers: withHeader(request.headers, "authorization", authorization.join(" ")), url };
		},
	};
}

/** Where the answer is that there is no such task, and there is a foreign one, something else is answered. */
const foreign =
	(
		instead: (
			answer: Passed,
			owners: Passing,
			forward: (request: Passing) => Promise<Passed>,
		) => Promise<Passed> | Passed,
	) =>
	(): Alter => {
		const { see, as } = owners();
		return async (request, forward) => {
			const answer = await forward(request);
			see(request, answer);
			const theirs = answer.status === 404 ? as(request) : undefined;
			return theirs ? instead(answer, theirs, forward) : answer;
		};
	};

/** The owner's answer is given. */
const seesForeign = (method: string) =>
	foreign((answer, theirs, forward) => (theirs.method === method ? forward(theirs) : answer));

const tellsForeign = (status: number) => foreign((answer) => ({ ...answer, status }));

const brokenInside = '{"data":null,"error":{"message":"Internal server error","code":"INTERNAL_ERROR"}}';

export const defects: readonly Defect[] = [
	...defectsOf("documented", "getTask", {
		"an extra property deep in an answer": [
			/has a property that is not documented: \/data\/version/,
			json(200, "data.version", 1),
		],
		"a HEAD that is not answered like a GET": [
			/answers 405 instead of 200/,
			statusWhere(405, ({ method }) => method === "HEAD"),
		],
		"an extra property in an error": [
			/has a property that is not documented: \/error\/stack/,
			json(404, "error.stack", "at"),
		],
		"a property that is missing": [/breaks required at \/data/, json(200, "data.description", undefined)],
		"a time in another zone": [
			/breaks pattern at \/data\/created_at/,
			json(200, "data.created_at", (instant: string) => instant.replace("Z", "+00:00")),
		],
		"a status out of the enum": [/breaks enum at \/data\/status/, json(200, "data.status", "Open")],
		"a missing required header": [/required header etag is missing/, header(200, "etag", undefined)],
		"a header that is not documented": [/x-powered-by is not documented/, header(200, "x-powered-by", "Bun")],
		"another Cache-Control": [/header cache-control is "public"/, header(200, "cache-control", "public")],
		"no X-Content-Type-Options on an error": [
			/required header x-content-type-options is missing/,
			header(404, "x-content-type-options", undefined),
		],
		"another content type": [/content type is text\/html/, header(404, "content-type", "text/html")],
		"a wrong message": [/not the contract's example/, json(404, "error.message", "No such task")],
		"a driver's message in a 500": [
			/not the contract's example/,
			json(500, "error.message", 'column "completed" does not exist'),
		],
		"another code": [/code NOT_FOUND is not documented for 404|breaks/, json(404, "error.code", "NOT_FOUND")],
		"a status that is not documented": [/answers 410, which it does not document/, statusFrom(404, 410)],
		"an error that is not JSON": [
			/the body breaks/,
			answers((answer) => (answer.status === 404 ? { ...answer, text: "Not found" } : answer)),
		],
		"a 304 that is a 200": [/answers 200 instead of 304/, withoutHeader("if-none-match")],
		"a HEAD with another entity tag": [
			/HEAD has another etag than GET/,
			answers((answer, { method }) =>
				method === "HEAD" ? { ...answer, headers: withHeader(answer.headers, "etag", () => '"0"') } : answer,
			),
		],
	}),
	...defectsOf("documented", "createTask", {
		"an extra property beside data and error": [/has a property that is not documented: \/meta/, json(201, "meta", {})],
		"a number as text": [/breaks type at \/data\/id/, json(201, "data.id", String)],
		"a missing Location": [/required header location is missing|made nothing/, header(201, "location", undefined)],
		"a 200 for a creation": [/answers 200/, statusFrom(201, 200)],
		"a list of problems that is missing": [/has no details/, json(400, "error.details", undefined)],
		"a message that is not the first problem's": [
			/not that of the first detail/,
			json(400, "error", (error: Json) => (error.details ? { ...error, message: "Invalid" } : error)),
		],
		"a preference that nobody sent": [
			/return=minimal is applied, and was not sent/,
			header(201, "preference-applied", "return=minimal"),
		],
	}),
	...defectsOf("documented", "listTasks", {
		"a missing Link": [/required header link is missing/, header(200, "link", undefined)],
		"no challenge with a 401": [
			/required header www-authenticate is missing/,
			header(401, "www-authenticate", undefined),
		],
		"a challenge that does not tell the error": [
			/www-authenticate is "Bearer" instead of/,
			header(401, "www-authenticate", "Bearer"),
		],
		"an Allow that lacks a method": [
			/allow is "GET, POST" instead of "GET, HEAD, POST"/,
			header(405, "allow", "GET, POST"),
		],
		"a 405 without Allow": [/required header allow is missing/, header(405, "allow", undefined)],
		"no Retry-After when there is too much to do": [
			/required header retry-after is missing/,
			header(429, "retry-after", undefined),
		],
		"a Retry-After that is no number": [/header retry-after is "soon"/, header(503, "retry-after", "soon")],
		"a method that is open although nothing documents it": [
			/answers 200.* instead of 405/,
			statusWhere(200, ({ method }, { status }) => method === "PATCH" && status === 405),
		],
		"a 500 for a database that is away": [/answers 500 .*instead of 503/, statusFrom(503, 500)],
		"a 403 for an anonymous request": [/answers 403 .*instead of 401/, statusFrom(401, 403)],
	}),
	...defectsOf("documented", "updateTask", {
		"another documented status": [/answers 404 .* instead of 412|answers 404 PRECONDITION/, statusFrom(412, 404)],
		"a preference that is ignored": [/answers 200 instead of 204/, withoutHeader("prefer")],
		"a body although it was not wanted": [/answers 200 instead of 204/, statusFrom(204, 200)],
		"a precondition that is ignored": [/answers 200 instead of 412/, withoutHeader("if-match")],
		"a 204 that does not tell why": [
			/the 204 does not tell that return=minimal is applied/,
			header(204, "preference-applied", undefined),
		],
		"a body that is read before its type": [
			/UNSUPPORTED_MEDIA_TYPE and MALFORMED_JSON at once are answered 400 MALFORMED_JSON/,
			requests((request) =>
				request.body === '{"'
					? { ...request, headers: withHeader(request.headers, "content-type", "application/json") }
					: request,
			),
		],
		"a body that is measured after the query is read": [
			/PAYLOAD_TOO_LARGE and VALIDATION_ERROR at once are answered 400 VALIDATION_ERROR/,
			requests((request) =>
				request.url.search !== "" && request.body.length > 16_384 ? { ...request, body: "{}" } : request,
			),
		],
		"a stranger who is told what is wrong with the body": [
			/MISSING_TOKEN and MALFORMED_JSON at once are answered 400/,
			() => {
				const known = new Map<string, string>();
				return (request, forward) => {
					const [, user = ""] = /^\/api\/([^/]+)/.exec(request.url.pathname) ?? [];
					const authorization = request.headers.get("authorization");
					if (authorization) known.set(user, authorization);
					const headers = withHeader(request.headers, "authorization", authorization ?? known.get(user));
					return forward(request.body === '{"' ? { ...request, headers } : request);
				};
			},
		],
		"a task that is looked for before the query is read": [
			/VALIDATION_ERROR and TASK_NOT_FOUND at once are answered 404/,
			requests((request) => {
				const url = new URL(request.url);
				if (url.pathname.endsWith("/9007199254740991")) url.search = "";
				return { ...request, url };
			}),
		],
	}),
	...defectsOf("documented", "getLiveness", {
		"no request id": [/required header x-request-id is missing/, header(200, "x-request-id", undefined)],
	}),
	...defectsOf("documented", "none of the operations", {
		"a failure's words where there is nothing": [/instead of 404 NOT_FOUND/, statusFrom(404, 400)],
	}),

	...defectsOf("constraints", "createTask", {
		"a maxLength that is off by one": [
			/title just outside maxLength is answered 201/,
			sent("title", (title: string) => ([...title].length === 201 ? "a" : title)),
		],
		"a maxLength that is one too strict": [
			/title just inside maxLength is answered 400/,
			sent("title", (title: string) => ([...title].length === 200 ? "a".repeat(201) : title)),
		],
		"code units for code points": [
			/description just inside maxLength is answered 400/,
			sent("description", (text: string) => (text.length > 1000 ? "a".repeat(1001) : text)),
		],
		"a title of nothing but white space": [
			/title just outside pattern is answered 201/,
			sent("title", (title: string) => (title === "" ? title : title.trim() || "x")),
		],
		"an empty title": [
			/title just outside minLength is answered 201/,
			sent("title", (title: Json) => (title === "" ? "x" : title)),
		],
		"a NUL that is stored": [
			/description just outside pattern is answered 201/,
			sent("description", (text: string) => text.replaceAll("\0", "")),
		],
		"a 500 for a NUL": [
			/title just outside pattern is answered 500/,
			answers((answer, { body }) =>
				body.includes("\\u0000") ? { ...answer, status: 500, text: brokenInside } : answer,
			),
		],
		"half a surrogate pair that is replaced": [
			/description just outside pattern is answered 201/,
			sent("description", (text: string) => text.toWellFormed()),
		],
		"an unknown property that is ignored": [
			/conformance just outside additionalProperties is answered 201/,
			sent("conformance", undefined),
		],
		"a required property that is made up": [
			/title just outside required is answered 201/,
			sent("title", (title: Json = "untitled") => title),
		],
		"a null that is taken for text": [
			/title just outside type is answered 201/,
			sent("title", (title: Json) => (title === null ? "null" : title)),
		],
		"a list for an object": [/body just outside type is answered 201/, bodyFrom("[]", '{"title":"x"}')],
		"another message for a constraint": [
			/title just outside maxLength is not told "Title must be at most 200 characters"/,
			answers((answer) => ({ ...answer, text: answer.text.replaceAll("at most 200", "at most 255") })),
		],
		"a field that is not named": [
			/is not told .* of title/,
			json(400, "error.details", (details: object[]) => details.map((each) => ({ ...each, field: "body" }))),
		],
		"a key that is too long": [
			/Idempotency-Key just outside maxLength is answered 201/,
			sentHeader("idempotency-key", (key) => key.slice(0, 255)),
		],
		"any content type": [
			/body is answered 201 instead of UNSUPPORTED_MEDIA_TYPE/,
			sentHeader("content-type", () => "application/json"),
		],
		"an encoding that is ignored": [
			/body is answered 201 instead of UNSUPPORTED_MEDIA_TYPE/,
			withoutHeader("content-encoding"),
		],
		"a body that is too large by a byte": [
			/body is answered 201 instead of PAYLOAD_TOO_LARGE/,
			requests((request) => ({ ...request, body: request.body.trim() })),
		],
	}),
	...defectsOf("constraints", "updateTask", {
		"text for a boolean": [
			/completed just outside type is answered 200/,
			sent("completed", (completed: Json) => (typeof completed === "string" ? true : completed)),
		],
		"a second problem that is not told": [
			/of all that is wrong at once, .* is not told/,
			json(400, "error.details", (details: object[]) => details.slice(0, 1)),
		],
		"an empty change": [/body just outside minProperties is answered 200/, bodyFrom("{}", '{"title":"x"}')],
		"JSON with a trailing comma": [/instead of MALFORMED_JSON/, bodyFrom("[1,]", "[1]")],
	}),
	...defectsOf("constraints", "listTasks", {
		"an enum value too many": [
			/status just outside enum is answered 200/,
			query("status", (status) => (status === "pending" ? "Pending" : status)),
		],
		"an enum value too few": [
			/sort just inside enum is answered 400/,
			query("sort", (sort) => (sort === "title" ? "titel" : sort)),
		],
		"a query parameter that is ignored": [
			/conformance just outside parameter is answered 200/,
			query("conformance", () => undefined),
		],
		"a limit that is clamped": [
			/limit just outside maximum is answered 200/,
			query("limit", (limit) => (limit === "101" ? "100" : limit)),
		],
		"a limit of none": [
			/limit just outside minimum is answered 200/,
			query("limit", (limit) => (limit === "0" ? "1" : limit)),
		],
		"an offset beyond the bound": [
			/offset just outside maximum is answered 200/,
			query("offset", (offset) => (Number(offset) > 1_000_000 ? "0" : offset)),
		],
		"a number that is almost one": [
			/limit just outside type is answered 200/,
			query("limit", (limit) => (/^\d+\.0$/.test(limit) ? "1" : limit)),
		],
		"a parameter that may come twice": [
			/limit just outside given twice is answered 200/,
			requests((request) => ({ ...request, url: new URL(request.url.href.replace(/limit=1&(limit=1)/, "$1")) })),
		],
		"a cursor of any kind": [
			/after just outside pattern is answered 200/,
			query("after", (after = "") => (/[^\w-]/.test(after) ? undefined : after)),
		],
		"an offset beside a cursor": [
			/after just outside beside offset is answered 200/,
			query("offset", (offset, search) => (search.has("after") ? undefined : offset)),
		],
		"another default": [/without limit, the header link/, query("limit", (limit = "20") => limit)],
		"a lost default": [/without order, the header link is .*order=asc/, query("order", (order = "asc") => order)],
	}),
	...defectsOf("constraints", "deleteTask", {
		"a query parameter that is ignored where there are none": [
			/conformance just outside parameter is answered 200/,
			query("conformance", () => undefined),
		],
	}),
	...defectsOf("constraints", "getLiveness", {
		"a query parameter that a load balancer may not add": [
			/an unknown query parameter is answered 405/,
			requests((request) => (request.url.search === "" ? request : { ...request, method: "POST" })),
		],
	}),
	...defectsOf("constraints", "getTask", {
		"an entity tag without quotes": [
			/If-None-Match just outside pattern is answered 200/,
			sentHeader("if-none-match", (tag) => (/["*]/.test(tag) ? tag : undefined)),
		],
		"an id of zero that is asked for": [
			/code TASK_NOT_FOUND is not documented for 400/,
			statusWhere(400, ({ url }) => url.pathname.endsWith("/0")),
		],
	}),

	...defectsOf("random", "createTask", {
		"a 500 for text that nobody thought of": [
			/random .* is answered 500/,
			statusWhere(500, ({ body }) => body.includes("中")),
		],
	}),

	...defectsOf("isolation", "getTask", {
		"a foreign row": [/what is another's is answered 200/, seesForeign("GET")],
		"a 403 that tells of a foreign row": [/what is another's is answered 403/, tellsForeign(403)],
		"a header that tells of a foreign row": [
			/what is another's is answered 404 TASK_NOT_FOUND, and what does not exist 404/,
			foreign((answer) => ({ ...answer, headers: withHeader(answer.headers, "cache-control", "private") })),
		],
		"a foreign path that tells what is there": [
			/what is another's is answered 403 FORBIDDEN, and what does not exist 404/,
			statusWhere(404, ({ url }, { status }) => status === 403 && url.pathname.endsWith("/9007199254740991")),
		],
	}),
	...defectsOf("isolation", "updateTask", {
		"a foreign row that can be changed": [/was changed/, seesForeign("PATCH")],
		"a 412 that tells of a foreign row": [/what is another's is answered 412/, tellsForeign(412)],
	}),
	...defectsOf("isolation", "deleteTask", {
		"a foreign row that can be deleted": [/what is another's is answered 20|was changed/, seesForeign("DELETE")],
	}),
	...defectsOf("isolation", "listTasks", {
		"a foreign path that is open": [
			/another's path is answered 200/,
			() => {
				const known = new Map<string, string>();
				return async (request, forward) => {
					const [, user = ""] = /^\/api\/([^/]+)/.exec(request.url.pathname) ?? [];
					const answer = await forward(request);
					const theirs = known.get(user);
					if (answer.status === 403 && theirs)
						return forward({ ...request, headers: withHeader(request.headers, "authorization", theirs) });
					if (answer.status < 300) known.set(user, request.headers.get("authorization") ?? "");
					return answer;
				};
			},
		],
		"a foreign cursor that is followed": [
			/what is another's is answered 200/,
			() => async (request, forward) => {
				const answer = await forward(request);
				const url = new URL(request.url);
				if (answer.status !== 400 || (url.searchParams.get("after") ?? "").length < 20) return answer;
				url.searchParams.delete("after");
				return forward({ ...request, url });
			},
		],
		"foreign rows in a list": [
			/something of another user's/,
			() => {
				const seen: Json[] = [];
				return async (request, forward) => {
					const answer = await forward(request);
					if (answer.status === 201) seen.push(JSON.parse(answer.text).data);
					return request.method === "GET" && answer.status === 200
						? { ...answer, text: edited(answer.text, "data", (data: Json[]) => [...data, ...seen]) }
						: answer;
				};
			},
		],
	}),
	...defectsOf("isolation", "createTask", {
		"keys that all users share": [
			/a key that another used is answered 422/,
			() => {
				const used = new Map<string, string>();
				return async (request, forward) => {
					const key = request.headers.get("idempotency-key") ?? "";
					const answer = await forward(request);
					const first = used.get(key);
					if (key && first && first !== request.headers.get("authorization")) return { ...answer, status: 422 };
					used.set(key, request.headers.get("authorization") ?? "");
					return answer;
				};
			},
		],
	}),

	...defectsOf("model", undefined, {
		"an extra property in the elements of a list": [
			/should answer page 1/,
			json(200, "data", (data: Json) => (Array.isArray(data) ? data.map((each) => ({ ...each, x: 1 })) : data)),
		],
		"a description that nobody gave": [
			/should answer .*"description":null/,
			sent("description", (text: Json = "") => text, "POST"),
		],
		"a page that skips one at a tie": [
			/should answer page \d/,
			answers((answer, { url }) =>
				url.searchParams.get("sort") === "title" && url.searchParams.has("after")
					? { ...answer, text: edited(answer.text, "data", (data: Json[]) => data.slice(1)) }
					: answer,
			),
		],
		"a last page that leads on": [
			/should answer page/,
			header(200, "link", (link: string) => (link.includes('rel="next"') ? link : `${link}, <?limit=1>; rel="next"`)),
		],
		"a filter that is ignored": [/should answer page/, query("status", () => undefined)],
		"an order that is ignored": [
			/should answer page/,
			query("order", (order, search) => (search.has("after") ? order : undefined)),
		],
		"a count that is off by one": [
			/should answer page/,
			header(200, "x-total-count", (total: string) => String(Number(total) + 1)),
		],
		"an entity tag that stays the same": [/an ETag other than/, header(200, "etag", () => '"1"')],
		"an entity tag that changes by itself": [
			/with the ETag/,
			answers((answer, { method }) =>
				method === "GET"
					? { ...answer, headers: withHeader(answer.headers, "etag", () => `"${Math.random()}"`) }
					: answer,
			),
		],
		"a repeat that makes a second task": [/should answer (422|the first task)/, withoutHeader("idempotency-key")],
		"a PUT that resets what it does not have": [
			/replaceTask should answer 200/,
			sent("description", (text: Json = null) => text, "PUT"),
		],
		"a toggle that flips although it is told what to set": [
			/toggleTaskCompletion should answer/,
			requests((request) => (request.url.pathname.endsWith("/complete") ? { ...request, body: "" } : request)),
		],
		"a change that is answered and not made": [
			/should answer/,
			() => async (request, forward) => {
				if (request.method !== "PATCH" || request.url.pathname.endsWith("/complete")) return forward(request);
				const now = await forward({ ...request, method: "GET", body: "" });
				return now.status === 200
					? { ...now, text: edited(now.text, "data", (data: object) => ({ ...data, ...JSON.parse(request.body) })) }
					: forward(request);
			},
		],
		"a deletion that is answered and not made": [
			/should answer/,
			requests((request) =>
				request.method === "DELETE" && !request.headers.has("if-match")
					? { ...request, method: "GET", body: "" }
					: request,
			),
		],
		"a title that is trimmed": [/should answer a new task/, sent("title", (title: string) => title.trim(), "POST")],
		"a description that is trimmed": [/should answer/, sent("description", (text: string) => text.trim())],
		"a PATCH that resets what it does not have": [
			/updateTask should answer 200/,
			requests((request) =>
				request.method === "PATCH" && !request.url.pathname.endsWith("/complete")
					? { ...request, body: edited(request.body, "description", (text: Json = null) => text) }
					: request,
			),
		],
		"a change that leaves no trace of when it was made": [
			/should answer 200 .* an ETag other than/,
			json(200, "data", (data: Json) =>
				Array.isArray(data)
					? data.map((each) => ({ ...each, updated_at: each.created_at }))
					: { ...data, updated_at: data.created_at },
			),
		],
		"a toggle that keeps the entity tag": [
			/toggleTaskCompletion should answer 200 .* an ETag other than/,
			answers((answer, { url }) =>
				url.pathname.endsWith("/complete")
					? { ...answer, headers: withHeader(answer.headers, "etag", () => '"1"') }
					: answer,
			),
		],
		"a full page that lacks one": [
			/should answer 100 of 101 tasks/,
			json(200, "data", (data: Json) => (data.length === 100 ? data.slice(1) : data)),
		],
		"a default that is one less": [/should answer 50 of 101 tasks/, query("limit", (limit = "49") => limit)],
		"equal titles in another order": [
			/should answer page \d/,
			answers((answer, { url }) =>
				url.searchParams.get("sort") === "title"
					? {
							...answer,
							text: edited(answer.text, "data", (data: Json[]) =>
								data.toSorted((one, other) => (one.title === other.title ? other.id - one.id : 0)),
							),
						}
					: answer,
			),
		],
		"a cursor that another order takes": [
			/should answer 400 for another list's cursor/,
			() => async (request, forward) => {
				const answer = await forward(request);
				const url = new URL(request.url);
				if (answer.status !== 400 || !url.searchParams.has("after")) return answer;
				url.searchParams.delete("after");
				return forward({ ...request, url });
			},
		],
		"a repeat with other content that is taken": [
			/should answer 422/,
			() => async (request, forward) => {
				const answer = await forward(request);
				if (answer.status !== 422) return answer;
				return forward({ ...request, headers: withHeader(request.headers, "idempotency-key", undefined) });
			},
		],
		"a count that ignores the filter": [
			/should answer page 1/,
			() => async (request, forward) => {
				const answer = await forward(request);
				const url = new URL(request.url);
				if (!url.searchParams.has("status") || !answer.headers.has("x-total-count")) return answer;
				for (const name of ["status", "after"]) url.searchParams.delete(name);
				const total = (await forward({ ...request, url })).headers.get("x-total-count");
				return { ...answer, headers: withHeader(answer.headers, "x-total-count", total) };
			},
		],
		"an offset that is ignored": [/should answer page 1/, query("offset", () => undefined)],
		"a link back that leads to the beginning": [
			/should answer the page before/,
			header(200, "link", (link: string) => {
				const [, first] = /<([^>]*)>; rel="first"/.exec(link) ?? [];
				return link.replace(/<[^>]*>; rel="prev"/, `<${first}>; rel="prev"`);
			}),
		],
		"a weak tag that permits a change": [
			/should answer 412/,
			sentHeader("if-match", (tags) => tags.replace(/^W\//, "")),
		],
		"a list of tags of which only the first counts": [
			/should answer (200|304)/,
			requests((request) => {
				const headers = new Headers(request.headers);
				for (const name of ["if-match", "if-none-match"])
					if (headers.has(name)) headers.set(name, headers.get(name)?.split(",")[0] ?? "");
				return { ...request, headers };
			}),
		],
		"a star that matches no task": [
			/should answer 200/,
			sentHeader("if-match", (tags) => (tags === "*" ? '"none"' : tags)),
		],
	}),
];
