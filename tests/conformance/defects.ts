/** Defects that a service can have, each as what a proxy in front of a good one does. */
import type { Alter, Passed, Passing } from "./altered.ts";
import type { Phase } from "./phases.ts";

export interface Defect {
	/** The operation that is checked; without one, all are. */
	readonly only?: string;
	readonly phase: Phase;
	/** What a finding says of it. */
	readonly found: RegExp;
	/** A new one for each run: some remember what went by. */
	readonly alter: () => Alter;
}

// biome-ignore lint/suspicious/noExplicitAny: any part of an answer may be changed
type Json = any;

/** Changes answers alone. */
const answers = (change: (answer: Passed, request: Passing) => Passed) => (): Alter => async (request, forward) =>
	change(await forward(request), request);

/** Changes requests alone. */
const requests = (change: (request: Passing) => Passing) => (): Alter => (request, forward) => forward(change(request));

const edited = (text: string, edit: (json: Json) => void): string => {
	try {
		const json = JSON.parse(text);
		edit(json);
		return JSON.stringify(json);
	} catch {
		return text;
	}
};

/** Changes the JSON of answers with one status. */
const json = (status: number, edit: (json: Json) => void) =>
	answers((answer) => (answer.status === status ? { ...answer, text: edited(answer.text, edit) } : answer));

/** Changes a header of answers with one status; null takes it away. */
const header = (status: number, name: string, value: string | null) =>
	answers((answer) => {
		if (answer.status !== status) return answer;
		if (value === null) answer.headers.delete(name);
		else answer.headers.set(name, value);
		return answer;
	});

const statusFrom = (from: number, to: number) =>
	answers((answer) => (answer.status === from ? { ...answer, status: to } : answer));

/** Changes the JSON of requests. */
const sent = (edit: (json: Json) => void) => requests((request) => ({ ...request, body: edited(request.body, edit) }));

/** Changes the query of requests. */
const query = (edit: (search: URLSearchParams) => void) =>
	requests((request) => {
		const url = new URL(request.url);
		edit(url.searchParams);
		return { ...request, url };
	});

const withoutHeader = (name: string) =>
	requests((request) => {
		const headers = new Headers(request.headers);
		headers.delete(name);
		return { ...request, headers };
	});

const documented = (only: string, found: RegExp, alter: Defect["alter"]): Defect => ({
	only,
	phase: "documented",
	found,
	alter,
});
const constraint = (only: string, found: RegExp, alter: Defect["alter"]): Defect => ({
	only,
	phase: "constraints",
	found,
	alter,
});
const isolation = (only: string, found: RegExp, alter: Defect["alter"]): Defect => ({
	only,
	phase: "isolation",
	found,
	alter,
});
const model = (found: RegExp, alter: Defect["alter"]): Defect => ({ phase: "model", found, alter });

const points = (text: unknown): number => (typeof text === "string" ? [...text].length : -1);

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
			const headers = new Headers(request.headers);
			headers.set("authorization", authorization.join(" "));
			const url = new URL(request.url);
			url.pathname = url.pathname.replace(/^\/api\/[^/]+/, `/api/${user}`);
			return { ...request, headers, url };
		},
	};
}

/** Where the answer is that there is no such task, the owner's one is given. */
const seesForeign = (method: string) => (): Alter => {
	const { see, as } = owners();
	return async (request, forward) => {
		const answer = await forward(request);
		see(request, answer);
		const foreign = as(request);
		return answer.status === 404 && request.method === method && foreign ? forward(foreign) : answer;
	};
};

/** Where the answer is that there is no such task, and there is a foreign one, another status is given. */
const tellsForeign = (status: number) => (): Alter => {
	const { see, as } = owners();
	return async (request, forward) => {
		const answer = await forward(request);
		see(request, answer);
		return answer.status === 404 && as(request) ? { ...answer, status } : answer;
	};
};

/** The defects, by what they are called. */
export const defects: Readonly<Record<string, Defect>> = {
	"an extra property deep in an answer": documented(
		"getTask",
		/has a property that is not documented: \/data\/version/,
		json(200, ({ data }) => {
			data.version = 1;
		}),
	),
	"an extra property beside data and error": documented(
		"createTask",
		/has a property that is not documented: \/meta/,
		json(201, (body) => {
			body.meta = {};
		}),
	),
	"a HEAD that is not answered like a GET": documented(
		"getTask",
		/answers 405 instead of 200/,
		answers((answer, { method }) => (method === "HEAD" ? { ...answer, status: 405 } : answer)),
	),
	"an extra property in an error": documented(
		"getTask",
		/has a property that is not documented: \/error\/stack/,
		json(404, ({ error }) => {
			error.stack = "at";
		}),
	),
	"an extra property in the elements of a list": {
		...model(
			/should answer page 1/,
			json(200, ({ data }) => {
				if (Array.isArray(data)) for (const each of data) each.x = 1;
			}),
		),
	},
	"a property that is missing": documented(
		"getTask",
		/breaks required at \/data/,
		json(200, ({ data }) => {
			delete data.description;
		}),
	),
	"a number as text": documented(
		"createTask",
		/breaks type at \/data\/id/,
		json(201, ({ data }) => {
			data.id = String(data.id);
		}),
	),
	"a time in another zone": documented(
		"getTask",
		/breaks pattern at \/data\/created_at/,
		json(200, ({ data }) => {
			data.created_at = data.created_at.replace("Z", "+00:00");
		}),
	),
	"a status out of the enum": documented(
		"getTask",
		/breaks enum at \/data\/status/,
		json(200, ({ data }) => {
			data.status = "Open";
		}),
	),
	"a missing required header": documented("getTask", /required header etag is missing/, header(200, "etag", null)),
	"a missing Location": documented(
		"createTask",
		/required header location is missing|made nothing/,
		header(201, "location", null),
	),
	"a missing Link": documented("listTasks", /required header link is missing/, header(200, "link", null)),
	"a header that is not documented": documented(
		"getTask",
		/x-powered-by is not documented/,
		header(200, "x-powered-by", "Bun"),
	),
	"another Cache-Control": documented(
		"getTask",
		/header cache-control is "public"/,
		header(200, "cache-control", "public"),
	),
	"no X-Content-Type-Options on an error": documented(
		"getTask",
		/required header x-content-type-options is missing/,
		header(404, "x-content-type-options", null),
	),
	"no request id": documented(
		"getLiveness",
		/required header x-request-id is missing/,
		header(200, "x-request-id", null),
	),
	"no challenge with a 401": documented(
		"listTasks",
		/required header www-authenticate is missing/,
		header(401, "www-authenticate", null),
	),
	"a challenge that does not tell the error": documented(
		"listTasks",
		/www-authenticate is "Bearer" instead of/,
		header(401, "www-authenticate", "Bearer"),
	),
	"an Allow that lacks a method": documented(
		"listTasks",
		/allow is "GET, POST" instead of "GET, HEAD, POST"/,
		header(405, "allow", "GET, POST"),
	),
	"no Retry-After when there is too much to do": documented(
		"listTasks",
		/required header retry-after is missing/,
		header(429, "retry-after", null),
	),
	"a Retry-After that is no number": documented(
		"listTasks",
		/header retry-after is "soon"/,
		header(503, "retry-after", "soon"),
	),
	"another content type": documented("getTask", /content type is text\/html/, header(404, "content-type", "text/html")),
	"a wrong message": documented(
		"getTask",
		/not the contract's example/,
		json(404, ({ error }) => {
			error.message = "No such task";
		}),
	),
	"a driver's message in a 500": documented(
		"getTask",
		/not the contract's example/,
		json(500, ({ error }) => {
			error.message = 'column "completed" does not exist';
		}),
	),
	"a method that is open although nothing documents it": documented(
		"listTasks",
		/answers 200.* instead of 405/,
		answers((answer, { method }) =>
			method === "PATCH" && answer.status === 405 ? { ...answer, status: 200 } : answer,
		),
	),
	"another code": documented(
		"getTask",
		/code NOT_FOUND is not documented for 404|breaks/,
		json(404, ({ error }) => {
			error.code = "NOT_FOUND";
		}),
	),
	"a status that is not documented": documented(
		"getTask",
		/answers 410, which it does not document/,
		statusFrom(404, 410),
	),
	"another documented status": documented(
		"updateTask",
		/answers 404 .* instead of 412|answers 404 PRECONDITION/,
		statusFrom(412, 404),
	),
	"a 200 for a creation": documented("createTask", /answers 200/, statusFrom(201, 200)),
	"a 500 for a database that is away": documented("listTasks", /answers 500 .*instead of 503/, statusFrom(503, 500)),
	"a 403 for an anonymous request": documented("listTasks", /answers 403 .*instead of 401/, statusFrom(401, 403)),
	"a list of problems that is missing": documented(
		"createTask",
		/has no details/,
		json(400, ({ error }) => {
			delete error.details;
		}),
	),
	"a message that is not the first problem's": documented(
		"createTask",
		/not that of the first detail/,
		json(400, ({ error }) => {
			if (error.details) error.message = "Invalid";
		}),
	),
	"an error that is not JSON": documented(
		"getTask",
		/the body breaks/,
		answers((answer) => (answer.status === 404 ? { ...answer, text: "Not found" } : answer)),
	),
	"a 304 that is a 200": documented("getTask", /answers 200 instead of 304/, withoutHeader("if-none-match")),
	"a preference that is ignored": documented("updateTask", /answers 200 instead of 204/, withoutHeader("prefer")),
	"a body although it was not wanted": documented("updateTask", /answers 200 instead of 204/, statusFrom(204, 200)),
	"a precondition that is ignored": documented("updateTask", /answers 200 instead of 412/, withoutHeader("if-match")),
	"a failure's words where there is nothing": documented("x", /instead of 404 NOT_FOUND/, statusFrom(404, 400)),

	"a maxLength that is off by one": constraint(
		"createTask",
		/title just outside maxLength is answered 201/,
		sent((body) => {
			if (points(body.title) === 201) body.title = "a";
		}),
	),
	"a maxLength that is one too strict": constraint(
		"createTask",
		/title just inside maxLength is answered 400/,
		sent((body) => {
			if (points(body.title) === 200) body.title = "a".repeat(201);
		}),
	),
	"code units for code points": constraint(
		"createTask",
		/description just inside maxLength is answered 400/,
		sent((body) => {
			if (body.description?.length > 1000) body.description = "a".repeat(1001);
		}),
	),
	"a title of nothing but white space": constraint(
		"createTask",
		/title just outside pattern is answered 201/,
		sent((body) => {
			if (typeof body.title === "string" && body.title !== "") body.title = body.title.trim() || "x";
		}),
	),
	"an empty title": constraint(
		"createTask",
		/title just outside minLength is answered 201/,
		sent((body) => {
			if (body.title === "") body.title = "x";
		}),
	),
	"a NUL that is stored": constraint(
		"createTask",
		/description just outside pattern is answered 201/,
		sent((body) => {
			body.description = body.description?.replaceAll?.("\0", "") ?? body.description;
		}),
	),
	"a 500 for a NUL": constraint(
		"createTask",
		/title just outside pattern is answered 500/,
		() => async (request, forward) =>
			request.body.includes("\\u0000")
				? {
						...(await forward(request)),
						status: 500,
						text: '{"data":null,"error":{"message":"Internal server error","code":"INTERNAL_ERROR"}}',
					}
				: forward(request),
	),
	"half a surrogate pair that is replaced": constraint(
		"createTask",
		/description just outside pattern is answered 201/,
		sent((body) => {
			body.description = body.description?.toWellFormed?.() ?? body.description;
		}),
	),
	"an unknown property that is ignored": constraint(
		"createTask",
		/conformance just outside additionalProperties is answered 201/,
		sent((body) => {
			delete body.conformance;
		}),
	),
	"a required property that is made up": constraint(
		"createTask",
		/title just outside required is answered 201/,
		sent((body) => {
			if (typeof body === "object" && body && !("title" in body)) body.title = "untitled";
		}),
	),
	"text for a boolean": constraint(
		"updateTask",
		/completed just outside type is answered 200/,
		sent((body) => {
			if (body && typeof body.completed === "string") body.completed = true;
		}),
	),
	"a null that is taken for text": constraint(
		"createTask",
		/title just outside type is answered 201/,
		sent((body) => {
			if (body && body.title === null) body.title = "null";
		}),
	),
	"an empty change": constraint(
		"updateTask",
		/body just outside minProperties is answered 200/,
		requests((request) => (request.body === "{}" ? { ...request, body: '{"title":"x"}' } : request)),
	),
	"a list for an object": constraint(
		"createTask",
		/body just outside type is answered 201/,
		requests((request) => (request.body === "[]" ? { ...request, body: '{"title":"x"}' } : request)),
	),
	"another message for a constraint": constraint(
		"createTask",
		/title just outside maxLength is not told "Title must be at most 200 characters"/,
		json(400, ({ error }) => {
			for (const each of error.details ?? []) each.message = each.message.replace("at most 200", "at most 255");
			error.message = error.message.replace("at most 200", "at most 255");
		}),
	),
	"a field that is not named": constraint(
		"createTask",
		/is not told .* of title/,
		json(400, ({ error }) => {
			for (const each of error.details ?? []) each.field = "body";
		}),
	),
	"an enum value too many": constraint(
		"listTasks",
		/status just outside enum is answered 200/,
		query((search) => {
			if (search.get("status") === "pending") search.set("status", "Pending");
		}),
	),
	"an enum value too few": constraint(
		"listTasks",
		/sort just inside enum is answered 400/,
		query((search) => {
			if (search.get("sort") === "title") search.set("sort", "titel");
		}),
	),
	"a query parameter that is ignored": constraint(
		"listTasks",
		/conformance just outside parameter is answered 200/,
		query((search) => search.delete("conformance")),
	),
	"a query parameter that is ignored where there are none": constraint(
		"deleteTask",
		/conformance just outside parameter is answered 200/,
		query((search) => search.delete("conformance")),
	),
	"a query parameter that a load balancer may not add": constraint(
		"getLiveness",
		/an unknown query parameter is answered 405/,
		() => async (request, forward) => forward(request.url.search === "" ? request : { ...request, method: "POST" }),
	),
	"a limit that is clamped": constraint(
		"listTasks",
		/limit just outside maximum is answered 200/,
		query((search) => {
			if (search.get("limit") === "101") search.set("limit", "100");
		}),
	),
	"a limit of none": constraint(
		"listTasks",
		/limit just outside minimum is answered 200/,
		query((search) => {
			if (search.get("limit") === "0") search.set("limit", "1");
		}),
	),
	"an offset beyond the bound": constraint(
		"listTasks",
		/offset just outside maximum is answered 200/,
		query((search) => {
			if (Number(search.get("offset")) > 1_000_000) search.set("offset", "0");
		}),
	),
	"a number that is almost one": constraint(
		"listTasks",
		/limit just outside type is answered 200/,
		query((search) => {
			const limit = search.get("limit");
			if (limit && /^\d+\.0$/.test(limit)) search.set("limit", "1");
		}),
	),
	"a parameter that may come twice": constraint(
		"listTasks",
		/limit just outside given twice is answered 200/,
		query((search) => {
			const [first = "", second] = search.getAll("limit");
			if (second) search.set("limit", first);
		}),
	),
	"a cursor of any kind": constraint(
		"listTasks",
		/after just outside pattern is answered 200/,
		query((search) => {
			if (/[^\w-]/.test(search.get("after") ?? "")) search.delete("after");
		}),
	),
	"another default": constraint(
		"listTasks",
		/without limit, the header link/,
		query((search) => {
			if (!search.has("limit")) search.set("limit", "20");
		}),
	),
	"a lost default": constraint(
		"listTasks",
		/without order, the header link is .*order=asc/,
		query((search) => {
			if (!search.has("order")) search.set("order", "asc");
		}),
	),
	"a description that nobody gave": model(
		/should answer .*"description":null/,
		sent((body) => {
			if (body?.title && !("description" in body)) body.description = "";
		}),
	),
	"a key that is too long": constraint(
		"createTask",
		/Idempotency-Key just outside maxLength is answered 201/,
		requests((request) => {
			const headers = new Headers(request.headers);
			headers.set("idempotency-key", (headers.get("idempotency-key") ?? "k").slice(0, 255));
			return { ...request, headers };
		}),
	),
	"an entity tag without quotes": constraint(
		"getTask",
		/If-None-Match just outside pattern is answered 200/,
		() => async (request, forward) => {
			const headers = new Headers(request.headers);
			const tag = headers.get("if-none-match");
			if (tag && !/["*]/.test(tag)) headers.delete("if-none-match");
			return forward({ ...request, headers });
		},
	),
	"any content type": constraint(
		"createTask",
		/body is answered 201 instead of UNSUPPORTED_MEDIA_TYPE/,
		requests((request) => {
			const headers = new Headers(request.headers);
			headers.set("content-type", "application/json");
			return { ...request, headers };
		}),
	),
	"an encoding that is ignored": constraint(
		"createTask",
		/body is answered 201 instead of UNSUPPORTED_MEDIA_TYPE/,
		withoutHeader("content-encoding"),
	),
	"a body that is too large by a byte": constraint(
		"createTask",
		/body is answered 201 instead of PAYLOAD_TOO_LARGE/,
		requests((request) => ({ ...request, body: request.body.trim() })),
	),
	"JSON with a trailing comma": constraint(
		"updateTask",
		/instead of MALFORMED_JSON/,
		requests((request) => (request.body === "[1,]" ? { ...request, body: "[1]" } : request)),
	),
	"an id of zero that is asked for": {
		only: "getTask",
		phase: "constraints",
		found: /code TASK_NOT_FOUND is not documented for 400/,
		alter: () => async (request, forward) => {
			const answer = await forward(request);
			return request.url.pathname.endsWith("/0") ? { ...answer, status: 400 } : answer;
		},
	},

	"a 500 for text that nobody thought of": {
		only: "createTask",
		phase: "random",
		found: /random .* is answered 500/,
		alter: () => async (request, forward) => {
			const answer = await forward(request);
			return request.body.includes("中") ? { ...answer, status: 500 } : answer;
		},
	},

	"a foreign row": isolation("getTask", /what is another's is answered 200/, seesForeign("GET")),
	"a foreign row that can be deleted": isolation(
		"deleteTask",
		/what is another's is answered 20|was changed/,
		seesForeign("DELETE"),
	),
	"a foreign row that can be changed": isolation("updateTask", /was changed/, seesForeign("PATCH")),
	"a 403 that tells of a foreign row": isolation("getTask", /what is another's is answered 403/, tellsForeign(403)),
	"a 412 that tells of a foreign row": isolation("updateTask", /what is another's is answered 412/, tellsForeign(412)),
	"a foreign path that tells what is there": isolation(
		"getTask",
		/what is another's is answered 403 FORBIDDEN, and what does not exist 404/,
		answers((answer, { url }) =>
			answer.status === 403 && url.pathname.endsWith("/9007199254740991") ? { ...answer, status: 404 } : answer,
		),
	),
	"a foreign path that is open": isolation("listTasks", /another's path is answered 200/, () => {
		const known = new Map<string, string>();
		return async (request, forward) => {
			const [, user = ""] = /^\/api\/([^/]+)/.exec(request.url.pathname) ?? [];
			const authorization = request.headers.get("authorization") ?? "";
			const answer = await forward(request);
			if (answer.status === 403 && known.has(user)) {
				const headers = new Headers(request.headers);
				headers.set("authorization", known.get(user) ?? "");
				return forward({ ...request, headers });
			}
			if (answer.status < 300) known.set(user, authorization);
			return answer;
		};
	}),
	"a foreign cursor that is followed": isolation(
		"listTasks",
		/what is another's is answered 200/,
		() => async (request, forward) => {
			const answer = await forward(request);
			const url = new URL(request.url);
			if (answer.status !== 400 || (url.searchParams.get("after") ?? "").length < 20) return answer;
			url.searchParams.delete("after");
			return forward({ ...request, url });
		},
	),
	"keys that all users share": isolation("createTask", /a key that another used is answered 422/, () => {
		const used = new Map<string, string>();
		return async (request, forward) => {
			const key = request.headers.get("idempotency-key") ?? "";
			const answer = await forward(request);
			const first = used.get(key);
			if (key && first && first !== request.headers.get("authorization")) return { ...answer, status: 422 };
			used.set(key, request.headers.get("authorization") ?? "");
			return answer;
		};
	}),
	"foreign rows in a list": isolation("listTasks", /something of another user's/, () => {
		const seen: Json[] = [];
		return async (request, forward) => {
			const answer = await forward(request);
			if (answer.status === 201) seen.push(JSON.parse(answer.text).data);
			return request.method === "GET" && answer.status === 200
				? {
						...answer,
						text: edited(answer.text, (body) => {
							body.data.push(...seen);
						}),
					}
				: answer;
		};
	}),

	"a page that skips one at a tie": model(
		/should answer page \d/,
		answers((answer, { url }) =>
			url.searchParams.get("sort") === "title" && url.searchParams.has("after")
				? { ...answer, text: edited(answer.text, ({ data }) => data?.shift()) }
				: answer,
		),
	),
	"a last page that leads on": model(
		/should answer page/,
		answers((answer, { url }) => {
			const link = answer.headers.get("link");
			if (link && !link.includes('rel="next"'))
				answer.headers.set("link", `${link}, <${url.pathname}?limit=1>; rel="next"`);
			return answer;
		}),
	),
	"a filter that is ignored": model(
		/should answer page/,
		query((search) => search.delete("status")),
	),
	"an order that is ignored": model(
		/should answer page/,
		query((search) => {
			if (!search.has("after")) search.delete("order");
		}),
	),
	"a count that is off by one": model(
		/should answer page/,
		answers((answer) => {
			const total = answer.headers.get("x-total-count");
			if (total) answer.headers.set("x-total-count", String(Number(total) + 1));
			return answer;
		}),
	),
	"an entity tag that stays the same": model(
		/an ETag other than/,
		answers((answer) => {
			if (answer.headers.has("etag")) answer.headers.set("etag", '"1"');
			return answer;
		}),
	),
	"an entity tag that changes by itself": model(
		/with the ETag/,
		answers((answer, { method }) => {
			if (method === "GET" && answer.headers.has("etag")) answer.headers.set("etag", `"${Math.random()}"`);
			return answer;
		}),
	),
	"a repeat that makes a second task": model(/should answer (422|the first task)/, withoutHeader("idempotency-key")),
	"a PUT that resets what it does not have": model(
		/replaceTask should answer 200/,
		() => async (request, forward) =>
			forward(
				request.method === "PUT"
					? {
							...request,
							body: edited(request.body, (body) => {
								body.description ??= null;
							}),
						}
					: request,
			),
	),
	"a toggle that flips although it is told what to set": model(
		/toggleTaskCompletion should answer/,
		requests((request) => (request.url.pathname.endsWith("/complete") ? { ...request, body: "" } : request)),
	),
	"a change that is answered and not made": model(/should answer/, () => async (request, forward) => {
		if (request.method !== "PATCH" || request.url.pathname.endsWith("/complete")) return forward(request);
		const now = await forward({ ...request, method: "GET", body: "" });
		return now.status === 200
			? { ...now, text: edited(now.text, ({ data }) => Object.assign(data, JSON.parse(request.body))) }
			: forward(request);
	}),
	"a deletion that is answered and not made": model(
		/should answer/,
		() => async (request, forward) =>
			forward(
				request.method === "DELETE" && !request.headers.has("if-match")
					? { ...request, method: "GET", body: "" }
					: request,
			),
	),
	"a title that is trimmed": model(
		/should answer/,
		sent((body) => {
			if (typeof body.description === "string") body.description = body.description.trim();
		}),
	),
};
