/** The engine on a contract that has nothing to do with tasks. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { crossOriginNeeds, type Document, type Exchange, listOperations } from "../../src/contract/index.ts";
import { failure, failureOf } from "../harness.ts";
import { library, readLibrary } from "./library.ts";

const exchanges: Exchange[] = [];
const mounted = (document: Document) => library(document, { observe: (exchange) => exchanges.push(exchange) });

let app: ReturnType<typeof mounted>;
let base: string;
beforeAll(() => {
	app = mounted(readLibrary()).listen({ port: 0, hostname: "127.0.0.1", reusePort: false });
	base = `http://127.0.0.1:${app.server?.port}`;
});
afterAll(() => app.server?.stop(true));

const find = (query: string, headers = {}) => fetch(`${base}/shelves/fiction/books?${query}`, { headers });
const add = (body: unknown, headers: Record<string, string> = { authorization: "Bearer good" }) =>
	fetch(`${base}/shelves/science/books`, {
		method: "POST",
		headers: { "content-type": "application/json", ...headers },
		body: JSON.stringify(body),
	});
const book = { title: "T", authors: [{ name: "A" }], published: "2026-01-01T00:00:00Z" };
const issues = async (response: Response) => {
	const { code, details, message } = await failureOf(response);
	expect(code).toBe("VALIDATION_ERROR");
	expect(message).toBe((details as { message: string }[])[0]?.message ?? "");
	return (details as { field: string; message: string }[]).map(({ field, message }) => `${field}: ${message}`);
};

describe("parameters", () => {
	test("reach the handler coerced to their types, with defaults filled in", async () => {
		const response = await find("year=-44&lent=true&max_price=9.5&tag=ab&tag=cd", { "x-reader": "me" });
		expect(response.headers.get("x-count")).toBe("0");
		expect(await response.json()).toEqual({
			year: -44,
			lent: true,
			max_price: 9.5,
			tag: ["ab", "cd"],
			size: 10,
			reader: "me",
		});
	});
	test("that were not sent and have no default are not there", async () => {
		expect(await (await find("year=1")).json()).toEqual({ year: 1, size: 10 });
	});
	test.each([
		["", ["year: year is required"]],
		["year=x", ["year: year must be integer"]],
		["year=1e2", ["year: year must be integer"]],
		["year=2101", ["year: year must be <= 2100"]],
		["year=1&year=2", ["year: year must not be given more than once"]],
		["year=1&lent=yes", ["lent: lent must be boolean"]],
		["year=1&max_price=0", ["max_price: max_price must be > 0"]],
		["year=1&tag=ab&tag=cd&tag=ef", ["tag: tag must not have more than 2 items"]],
		["year=1&tag=a", ["tag.0: tag.0 must not have fewer than 2 characters"]],
	])("that break their schemas are refused: %s", async (query, expected) => {
		expect(await issues(await find(query))).toEqual(expected);
	});
	test("in a header are checked like any other", async () => {
		expect(await issues(await find("year=1", { "x-reader": "too long a name" }))).toEqual([
			"X-Reader: X-Reader must not have more than 8 characters",
		]);
	});
	test("in the path answer with the code that the contract names", async () => {
		expect(await failureOf(await fetch(`${base}/shelves/cooking/books?year=1`))).toEqual(
			failure(404, "NO_SUCH_SHELF", "No such shelf"),
		);
	});
});

describe("a body", () => {
	test("reaches the handler whole, with defaults at every depth", async () => {
		const response = await add({ ...book, authors: [{ name: "A" }, { name: "B", role: "editor" }], pages: 7 });
		expect(response.status).toBe(201);
		expect(await response.json()).toEqual({
			books: [
				{
					title: "science/reader/T",
					authors: [
						{ name: "A", role: "writer" },
						{ name: "B", role: "editor" },
					],
					published: "2026-01-01T00:00:00Z",
					pages: 7,
				},
			],
		});
		expect(await (await add(book)).json()).toMatchObject({ books: [{ pages: null }] });
	});
	test.each<[object, string[]]>([
		[{ ...book, authors: [] }, ["authors: authors must not have fewer than 1 items"]],
		[{ ...book, authors: [{ name: "A" }, {}] }, ["authors.1.name: name is required"]],
		[{ ...book, authors: [{ name: "" }] }, ["authors.0.name: An author needs a name"]],
		[
			{ ...book, authors: [{ name: "A", role: "x" }] },
			["authors.0.role: authors.0.role must be one of: writer, editor"],
		],
		[{ ...book, authors: [{ name: "A", age: 1 }] }, ["authors.0.age: Unknown property. Allowed: name, role"]],
		[{ ...book, published: "yesterday" }, ['published: published must match format "date-time"']],
		[{ ...book, pages: "x" }, ["pages: pages must be either integer or null"]],
		[{ title: "T" }, ["authors: authors is required", "published: published is required"]],
	])("that breaks its schema is refused with where and what: %j", async (body, expected) => {
		expect(await issues(await add(body))).toEqual(expected);
	});
	test("is held to the contract's own size", async () => {
		expect(await failureOf(await add({ ...book, title: "x".repeat(1024) }))).toMatchObject({
			status: 413,
			message: "Too heavy",
		});
	});
});

describe("who may call", () => {
	test("is anyone, where the operation is public", async () => {
		expect((await find("year=1")).status).toBe(200);
	});
	test("is whoever has the credentials of any of the schemes", async () => {
		expect(await (await add(book, { "x-desk": "1" })).json()).toMatchObject({ books: [{ title: "science/desk/T" }] });
		expect(await (await add(book, { authorization: "Bearer x", "x-desk": "1" })).json()).toMatchObject({
			books: [{ title: "science/reader/T" }],
		});
	});
	test("is nobody without credentials, or with bad ones, even if others would do", async () => {
		const without = await add(book, {});
		expect(without.headers.get("www-authenticate")).toBe("Bearer");
		expect(await failureOf(without)).toMatchObject({ status: 401, code: "NO_CARD" });
		const bad = await add(book, { authorization: "Bearer stolen", "x-desk": "1" });
		expect(bad.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
		expect(await failureOf(bad)).toMatchObject({ status: 401, code: "BAD_CARD" });
	});
});

test("a caller's share is free again after each failure", async () => {
	const document = structuredClone(readLibrary());
	const scheme = document.components?.securitySchemes?.bearer;
	Object.assign(scheme as object, { "x-bulkhead": { share: 0.1, queue: 0, code: "NO_CARD" } });
	const bounded = library(document).listen({ port: 0, hostname: "127.0.0.1" });
	const statusOf = async (title: string) => {
		const response = await fetch(`${bounded.server?.url}shelves/science/books`, {
			method: "POST",
			headers: { "content-type": "application/json", authorization: "Bearer good" },
			body: JSON.stringify({ ...book, title }),
		});
		return response.status;
	};
	try {
		for (const [title, status] of [
			["throw", 500],
			["lost", 404],
			["undocumented", 500],
			["known", 204],
		] as const)
			expect(await statusOf(title)).toBe(status);
	} finally {
		await bounded.server?.stop(true);
	}
});

describe("an answer", () => {
	test("without content has neither body nor content type", async () => {
		const response = await add({ ...book, title: "known" });
		expect([response.status, response.headers.get("content-type"), await response.text()]).toEqual([204, null, ""]);
	});
	test("can be any of the operation's error codes", async () => {
		expect(await failureOf(await add({ ...book, title: "lost" }))).toMatchObject({
			status: 404,
			message: "No such shelf",
		});
	});
	test.each(["throw", "undocumented"])("to a bug tells nothing of it: %s", async (title) => {
		expect(await failureOf(await add({ ...book, title }))).toEqual(failure(500, "INTERNAL_ERROR", "Our fault"));
		expect(exchanges.at(-1)).toMatchObject({ status: 500, route: "/shelves/{shelf}/books", error: expect.any(Error) });
	});
	test("that takes too long is given up", async () => {
		const response = await add({ ...book, title: "hang" });
		expect(response.headers.get("retry-after")).toBe("7");
		expect(await failureOf(response)).toMatchObject({ status: 503, message: "Come back later" });
	});
	test("to what no operation takes is in the contract's words", async () => {
		expect(await failureOf(await fetch(`${base}/nowhere`))).toMatchObject({ status: 404, message: "No such page" });
		const wrong = await fetch(`${base}/shelves/fiction/books`, { method: "DELETE" });
		expect(wrong.headers.get("allow")).toBe("GET, HEAD, POST");
		expect(await failureOf(wrong)).toMatchObject({ status: 405, message: "Not like this" });
	});
	test("of a deprecated operation says so, and until when it is there; no other does", async () => {
		for (const query of ["year=1", "year=never"]) {
			const { headers } = await find(query);
			// 2026-07-01 and 2027-01-01, at midnight UTC.
			expect(headers.get("deprecation")).toBe("@1782864000");
			expect(headers.get("sunset")).toBe("Fri, 01 Jan 2027 00:00:00 GMT");
		}
		const { headers } = await add(book);
		expect([headers.get("deprecation"), headers.get("sunset")]).toEqual([null, null]);
		const { responseHeaders } = crossOriginNeeds(readLibrary());
		expect(responseHeaders).toContain("Deprecation");
		expect(responseHeaders).toContain("Sunset");
	});
	test("is observed once, by its route and never by its path", async () => {
		exchanges.length = 0;
		await find("year=1", { "x-request-id": "r1" });
		expect(exchanges).toEqual([
			{
				method: "GET",
				route: "/shelves/{shelf}/books",
				operation: "findBooks",
				status: 200,
				code: undefined,
				ms: expect.any(Number),
				statementMs: 0,
				requestId: "r1",
				traceId: undefined,
				error: undefined,
			},
		]);
	});
});

test("an operation's own parameter replaces the one of its path", () => {
	const document = readLibrary();
	const schema = { type: "string", enum: ["fiction"] };
	const own = { name: "shelf", in: "path", required: true, schema };
	Object.assign(document.paths["/shelves/{shelf}/books"]?.post ?? {}, { parameters: [own] });
	const [find, add] = listOperations(document);
	expect(find?.parameters[0]?.schema.enum).toEqual(["fiction", "science"]);
	expect(add?.parameters.map((each) => each.schema)).toEqual([schema]);
});

describe("a contract that leaves something out, or asks for what the engine has not, is refused at start", () => {
	const path = "/shelves/{shelf}/books";
	// biome-ignore lint/suspicious/noExplicitAny: any place of the document may be changed
	const tag = (paths: any, change: object) => Object.assign(paths[path].get.parameters[0], change);
	// biome-ignore lint/suspicious/noExplicitAny: any place of the document may be changed
	test.each<[string, RegExp, (document: any) => void]>([
		[
			"an operation without a handler",
			/operation buyBook has no handler/,
			({ paths }) => Object.assign(paths[path], { put: { ...paths[path].get, operationId: "buyBook" } }),
		],
		[
			"an error code without words",
			/addBook can answer PAYLOAD_TOO_LARGE/,
			({ paths }) => delete paths[path].post.responses["413"],
		],
		[
			"a security scheme that nothing checks",
			/nothing authenticates the security scheme "oath"/,
			({ paths, components }) => {
				components.securitySchemes.oath = components.securitySchemes.desk;
				paths[path].post.security = [{ oath: [] }];
			},
		],
		[
			"a reference to nothing",
			/nothing at #\/components\/responses\/Broken/,
			({ components }) => delete components.responses.Broken,
		],
		[
			"a deprecated operation without its day",
			/findBooks: a deprecated operation needs x-deprecated/,
			({ paths }) => delete paths[path].get["x-deprecated"],
		],
		[
			"a day that is none",
			/findBooks: a deprecated operation needs x-deprecated/,
			({ paths }) => Object.assign(paths[path].get, { "x-deprecated": "2026-13-01" }),
		],
		[
			"a day that no calendar has",
			/findBooks: x-sunset must be a day/,
			({ paths }) => Object.assign(paths[path].get, { "x-sunset": "2027-02-30" }),
		],
		[
			"an end before its announcement",
			/findBooks: x-sunset must be a day/,
			({ paths }) => Object.assign(paths[path].get, { "x-sunset": "2026-06-30" }),
		],
		[
			"the end of an operation that is not deprecated",
			/findBooks: x-deprecated and x-sunset need `deprecated: true`/,
			({ paths }) => delete paths[path].get.deprecated,
		],
		["a body without a size", /needs x-max-bytes/, ({ paths }) => delete paths[path].post.requestBody["x-max-bytes"]],
		["a cookie", /findBooks: the cookie parameter tag is not in the path/, ({ paths }) => tag(paths, { in: "cookie" })],
		[
			"a list in one text",
			/findBooks: the query parameter tag is a list/,
			({ paths }) => tag(paths, { explode: false }),
		],
		[
			"a list in a header",
			/findBooks: the header parameter tag is a list/,
			({ paths }) => tag(paths, { in: "header" }),
		],
		["another style", /tag has the style deepObject/, ({ paths }) => tag(paths, { style: "deepObject" })],
		["an object as text", /tag needs one type/, ({ paths }) => tag(paths, { schema: { type: "object" } })],
		["a text of two types", /tag needs one type/, ({ paths }) => tag(paths, { schema: { type: ["integer", "null"] } })],
		["a parameter without a schema", /tag needs a schema/, ({ paths }) => tag(paths, { schema: undefined })],
		[
			"a place in the path that nothing fills",
			/there is no parameter {shelf}/,
			({ paths }) => delete paths[path].parameters,
		],
		[
			"a parameter within a step",
			/{shelf}.json is not a whole step/,
			({ paths }) => Object.assign(paths, { "/{shelf}.json": paths[path] }),
		],
		[
			"a method that is not answered",
			/head is not supported/,
			({ paths }) => Object.assign(paths[path], { head: paths[path].get }),
		],
		[
			"two operations of one name",
			/findBooks: is the name of two/,
			({ paths }) => Object.assign(paths[path].post, { operationId: "findBooks" }),
		],
		[
			"a response of no status",
			/findBooks: each response needs a status/,
			({ paths }) => Object.assign(paths[path].get.responses, { default: paths[path].get.responses["500"] }),
		],
		[
			"an answer that is not JSON",
			/findBooks: its 200 is text\/csv/,
			({ paths }) => Object.assign(paths[path].get.responses["200"].content, { "text/csv": {} }),
		],
		[
			"a pattern that is none",
			/addBook: Invalid regular expression/,
			({ components }) => Object.assign(components.schemas.Book.properties.title, { pattern: "(" }),
		],
		["a contract without x-unrouted", /needs x-unrouted/, (document) => delete document["x-unrouted"]],
	])("%s", (_, message, change) => {
		const document = readLibrary();
		change(document);
		expect(() => mounted(document)).toThrow(message);
	});
});
