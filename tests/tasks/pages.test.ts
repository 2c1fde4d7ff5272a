/** Walking a list, however long it is and whoever writes meanwhile. */
import { afterAll, describe, expect, test } from "bun:test";
import { ApiError, type Task } from "../../src/lib/api.ts";
import { administer, failure, failureOf, newUser, startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

/** A user with numbered tasks a microsecond apart, every third of them completed, many of the same title. */
async function userWith(count: number) {
	const user_id = newUser();
	await administer(async (sql) => {
		await sql`insert into users values (${user_id})`;
		await sql`insert into tasks (user_id, title, description, completed, created_at, updated_at)
			select ${user_id}, 'title ' || n % 7, n, n % 3 = 0,
				timestamptz '2026-01-01' + n * interval '1 microsecond',
				timestamptz '2026-01-01' + n * 7919 % ${count} * interval '1 microsecond'
			from generate_series(1, ${count}::int) n`;
	}, server.databaseUrl);
	return { user_id, api: server.api(user_id) };
}

/** The links of a page, by their relation. */
function linksOf(response: Response): Record<string, string> {
	const links = (response.headers.get("link") ?? "").matchAll(/<([^>]*)>; rel="(\w+)"/g);
	return Object.fromEntries([...links].map(([, target = "", rel = ""]) => [rel, target]));
}
const get = async (user_id: string, path: string) => {
	const response = await server.request(path, { user: user_id });
	expect(response.status).toBe(200);
	const { data } = (await response.json()) as { data: Task[] };
	return { ids: data.map(({ id }) => id), links: linksOf(response) };
};
/** The pages from a path on, as a relation leads. */
async function follow(user_id: string, path: string, rel: string) {
	const pages = [await get(user_id, path)];
	for (let at = pages[0]; at?.links[rel]; at = pages.at(-1)) pages.push(await get(user_id, at.links[rel]));
	return pages;
}

const sorts = ["created_at", "updated_at", "title"] as const;
const orders = ["asc", "desc"] as const;
const everyList = sorts.flatMap((sort) =>
	orders.flatMap((order) =>
		["", "&status=Pending", "&status=Completed"].map((filter) => `sort=${sort}&order=${order}${filter}`),
	),
);

describe("the Link header", () => {
	test.each(everyList)("leads through the whole list and back, in the order of one large page: %s", async (query) => {
		const { user_id } = await userWith(95);
		const list = `/api/${user_id}/tasks?${query}`;
		const whole = (await get(user_id, `${list}&limit=100`)).ids;
		expect(whole.length).toBeGreaterThan(30);

		const forward = await follow(user_id, `${list}&limit=10`, "next");
		expect(forward.flatMap(({ ids }) => ids)).toEqual(whole);
		expect(forward.slice(0, -1).every(({ ids }) => ids.length === 10)).toBe(true);
		const backward = await follow(user_id, forward.at(-2)?.links.next ?? "", "prev");
		expect(backward.map(({ ids }) => ids)).toEqual(forward.map(({ ids }) => ids).toReversed());
		// Turning round in the middle of the way back leads to the page that one came from.
		expect((await get(user_id, backward[2]?.links.next ?? "")).ids).toEqual(backward[1]?.ids ?? []);
	});

	test("keeps the other parameters, and names the first page everywhere", async () => {
		const { user_id } = await userWith(30);
		const pages = await follow(
			user_id,
			`/api/${user_id}/tasks?status=Pending&sort=title&order=asc&limit=7&offset=2`,
			"next",
		);
		expect(pages).toHaveLength(3);
		for (const { links } of pages) {
			expect(links.first).toBe(`/api/${user_id}/tasks?status=Pending&sort=title&order=asc&limit=7`);
			for (const target of Object.values(links)) expect(target).toStartWith(links.first ?? "-");
		}
		expect(pages.map(({ links }) => Object.keys(links))).toEqual([
			["first", "prev", "next"],
			["first", "prev", "next"],
			["first", "prev"],
		]);
	});

	test("leads from an offset to the page before it", async () => {
		const { user_id } = await userWith(30);
		const list = `/api/${user_id}/tasks?limit=10`;
		const [first, second] = await follow(user_id, list, "next");
		const middle = await get(user_id, `${list}&offset=10`);
		expect(middle.ids).toEqual(second?.ids ?? []);
		expect((await get(user_id, middle.links.prev ?? "")).ids).toEqual(first?.ids ?? []);
		expect((await get(user_id, (await get(user_id, `${list}&offset=4`)).links.prev ?? "")).ids).toEqual(
			first?.ids ?? [],
		);
	});

	test("of a list without tasks, or of one page, has only the first", async () => {
		const [none, few] = [await userWith(0), await userWith(3)];
		for (const { user_id } of [none, few])
			expect(Object.keys((await get(user_id, `/api/${user_id}/tasks?limit=3`)).links)).toEqual(["first"]);
	});

	test("works for a user whose id needs encoding", async () => {
		const user_id = 'a/b>; rel="next" ü';
		const api = server.api(user_id);
		for (const title of ["1", "2", "3"]) await api.createTask({ user_id, body: { title } });
		const pages = await follow(user_id, `/api/${encodeURIComponent(user_id)}/tasks?limit=1`, "next");
		expect(pages.map(({ ids }) => ids.length)).toEqual([1, 1, 1]);
	});
});

describe("a walk by cursors", () => {
	test("through 10,000 tasks while others write gives no task twice and misses none that was there all along", async () => {
		const { user_id, api } = await userWith(10_000);
		const all = await administer(
			(sql) =>
				sql<
					{ id: string; n: string }[]
				>`select id, description as n from tasks where user_id = ${user_id} order by created_at`,
			server.databaseUrl,
		);
		// Every tenth task goes, and others come, in front, behind and in between.
		const doomed = all.filter((_, at) => at % 10 === 5).map(({ id }) => id);
		const seen: number[] = [];
		let pages = 0;
		for await (const task of api.listAllTasks({ user_id, sort: "created_at", order: "asc", limit: 100 })) {
			seen.push(task.id);
			if (seen.length % 100 !== 50) continue;
			const batch = doomed.slice(pages * 10, pages * 10 + 10);
			await administer(async (sql) => {
				await sql`delete from tasks where user_id = ${user_id} and id = any(${batch})`;
				await sql`insert into tasks (user_id, title, created_at)
					select ${user_id}, 'new', timestamptz '2026-01-01' + n * interval '1 microsecond'
					from unnest(array[-1, ${pages * 73}, 5000.5, 20000]::float[]) n`;
			}, server.databaseUrl);
			pages += 1;
		}
		expect(pages).toBeGreaterThan(95);
		expect(new Set(seen).size).toBe(seen.length);
		const gone = new Set(doomed);
		const lasting = all.filter(({ id }) => !gone.has(id)).map(({ id }) => Number(id));
		const old = new Set(all.map(({ id }) => Number(id)));
		expect(seen.filter((id) => old.has(id) && !gone.has(String(id)))).toEqual(lasting);
	}, 60_000);

	test("goes on where it was, even if the task that the cursor came from is gone", async () => {
		const { user_id, api } = await userWith(9);
		const list = `/api/${user_id}/tasks?sort=title&order=asc&limit=3`;
		const [first, second] = await follow(user_id, list, "next");
		for (const task_id of first?.ids ?? []) await api.deleteTask({ user_id, task_id });
		expect((await get(user_id, first?.links.next ?? "")).ids).toEqual(second?.ids ?? []);
	});

	test("ends with the reason where a page fails", async () => {
		const walk = server.api("nobody").listAllTasks({ user_id: "somebody else" });
		const failure = await walk.next().catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(ApiError);
		expect(failure).toMatchObject({ status: 403, code: "FORBIDDEN", requestId: expect.any(String) });
	});
});

describe("a cursor", () => {
	const invalid = (message: string) => ({
		...failure(400, "VALIDATION_ERROR", message),
		details: [{ field: "after", message }],
	});
	const wrong = invalid("after must be a cursor from the Link header of the same list");
	/** The one that leads to the second page of a user's list. */
	const cursorOf = async (user_id: string) => {
		const { links } = await get(user_id, `/api/${user_id}/tasks?limit=2`);
		return new URL(links.next ?? "", server.baseUrl).searchParams.get("after") ?? "";
	};
	const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

	test("that was made up or tampered with is refused", async () => {
		const { user_id } = await userWith(5);
		const after = await cursorOf(user_id);
		const [direction, value, id, digest] = JSON.parse(Buffer.from(after, "base64url").toString());
		const forged = [
			"",
			"x",
			"%00",
			"null",
			encode(null),
			encode([]),
			encode({}),
			encode("x"),
			encode([direction, value, id]),
			encode([direction, value, id + 1, digest]),
			encode([direction, "2026-01-01T00:00:00Z", id, digest]),
			encode(["prev", value, id, digest]),
			`${after}A`,
			after.slice(0, -1),
			after.toLowerCase(),
			`${after}=`,
			"A".repeat(5000),
		];
		for (const cursor of forged)
			expect([
				cursor,
				await failureOf(await server.request(`/api/${user_id}/tasks?limit=2&after=${cursor}`, { user: user_id })),
			]).toEqual([cursor, wrong]);
	});

	test("that somebody made who knows how is refused where it holds nonsense", async () => {
		const { user_id } = await userWith(5);
		const forge = (sort: string, position: unknown[]) => {
			const list = JSON.stringify([user_id, null, sort, "desc"]);
			const digest = new Bun.CryptoHasher("sha256")
				.update(list + JSON.stringify(position))
				.digest("base64url")
				.slice(0, 16);
			return encode([...position, digest]);
		};
		const ask = (sort: string, position: unknown[]) =>
			server.request(`/api/${user_id}/tasks?sort=${sort}&after=${forge(sort, position)}`, { user: user_id });
		expect((await ask("created_at", ["next", "2027-01-01T00:00:00Z", 1])).status).toBe(200);
		for (const [sort, position] of [
			["created_at", ["next", "2026-99-99T00:00:00Z", 1]],
			["created_at", ["next", "", 1]],
			["updated_at", ["prev", "now() --", 1]],
			["title", ["next", "\0", 1]],
			["title", ["next", ["a", "b"], 1]],
			["title", ["next", { a: 1 }, 1]],
			["title", ["next", null, 1]],
			["title", ["next", "a", "1"]],
			["title", ["next", "a", 1.5]],
			["title", ["next", "a", 1e300]],
			["title", ["back", "a", 1]],
		] as const)
			expect(await failureOf(await ask(sort, [...position]))).toEqual(wrong);
	});

	test("of another list, or another user's, is refused", async () => {
		const [{ user_id }, other] = [await userWith(5), await userWith(5)];
		const after = await cursorOf(user_id);
		for (const query of ["order=asc", "sort=title", "sort=updated_at", "status=Pending"])
			expect(
				await failureOf(await server.request(`/api/${user_id}/tasks?${query}&after=${after}`, { user: user_id })),
			).toEqual(wrong);
		expect(
			await failureOf(await server.request(`/api/${other.user_id}/tasks?after=${after}`, { user: other.user_id })),
		).toEqual(wrong);
	});

	test("takes no offset besides", async () => {
		const { user_id } = await userWith(5);
		const { links } = await get(user_id, `/api/${user_id}/tasks?limit=2`);
		expect(await failureOf(await server.request(`${links.next}&offset=1`, { user: user_id }))).toEqual(
			invalid("after cannot be combined with offset"),
		);
		expect((await server.request(`${links.next}&offset=0`, { user: user_id })).status).toBe(200);
	});

	test("may be used with another page size", async () => {
		const { user_id } = await userWith(20);
		const { links } = await get(user_id, `/api/${user_id}/tasks?limit=2`);
		expect((await get(user_id, (links.next ?? "").replace("limit=2", "limit=5"))).ids).toHaveLength(5);
	});
});

describe("Prefer: count=exact", () => {
	const count = async (user_id: string, query: string, prefer = "count=exact") => {
		const response = await server.request(`/api/${user_id}/tasks?${query}`, { user: user_id, headers: { prefer } });
		return [response.headers.get("x-total-count"), response.headers.get("preference-applied")];
	};
	test("tells how many tasks the list has on all its pages", async () => {
		const { user_id } = await userWith(31);
		expect(await count(user_id, "limit=5")).toEqual(["31", "count=exact"]);
		expect(await count(user_id, "status=Completed&limit=1")).toEqual(["10", "count=exact"]);
		expect(await count(user_id, "status=Pending&offset=1000")).toEqual(["21", "count=exact"]);
		const next = (await get(user_id, `/api/${user_id}/tasks?limit=5`)).links.next ?? "";
		expect(await count(user_id, next.split("?")[1] ?? "")).toEqual(["31", "count=exact"]);
	});
	test("is not told unless it is asked for", async () => {
		const { user_id } = await userWith(3);
		for (const prefer of ["", "count=planned", "return=minimal"])
			expect(await count(user_id, "", prefer)).toEqual([null, null]);
	});
});
