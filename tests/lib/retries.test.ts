/** What the client does by itself when a call fails: it gets a new token, and it tries again where that is safe. */
import { afterAll, afterEach, describe, expect, spyOn, test } from "bun:test";
import { once } from "node:events";
import { createServer, type OutgoingHttpHeaders, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { signToken } from "../../src/auth/sign.ts";
import { type Api, type ApiOptions, createApi } from "../../src/lib/api.ts";
import { createTestDatabase, newUser, secret, startServer } from "../harness.ts";
import { openProxy } from "../proxy.ts";

const { url: databaseUrl, cut, mend } = await openProxy(await createTestDatabase());
const server = await startServer({ databaseUrl });
afterAll(() => server.stop());

const servers: Server[] = [];
const ended: (() => void)[] = [];
afterEach(() => {
	for (const end of ended.splice(0)) end();
	for (const each of servers.splice(0)) each.close().closeAllConnections();
});

/** How a server answers. */
type Answer = (response: ServerResponse) => void;
const answer =
	(status: number, body: object, headers: OutgoingHttpHeaders = {}): Answer =>
	(response) =>
		response.writeHead(status, headers).end(JSON.stringify(body));
const ok = answer(200, { data: [], error: null });
const busy = (retryAfter?: string) =>
	answer(
		503,
		{ data: null, error: { code: "SERVICE_UNAVAILABLE", message: "Busy" } },
		retryAfter === undefined ? {} : { "retry-after": retryAfter },
	);
/** Breaks the connection in the middle of an answer. */
const hangUp: Answer = (response) => {
	response.writeHead(200, { "content-length": 100 });
	response.write('{"data":', () => response.destroy());
};

/** A server that gives these answers in turn, the last one for good; and when each request came. */
async function scripted(...answers: Answer[]) {
	const times: number[] = [];
	const endpoint = createServer((_, response) => {
		times.push(performance.now());
		answers[Math.min(times.length, answers.length) - 1]?.(response);
	});
	servers.push(endpoint);
	endpoint.listen(0, "127.0.0.1");
	await once(endpoint, "listening");
	const { port } = endpoint.address() as AddressInfo;
	return {
		times,
		api: (options: Partial<ApiOptions> = {}) => createApi({ baseUrl: `http://127.0.0.1:${port}`, ...options }),
	};
}

const user_id = "ann";
const body = { title: "t" };
const task = { user_id, task_id: 1 };

/** Spares a test the client's pauses: they are over at once. Gives their lengths, in milliseconds. */
function hurry(): number[] {
	const pauses: number[] = [];
	const { setTimeout } = globalThis;
	const timers = spyOn(globalThis, "setTimeout").mockImplementation(((
		done: () => void,
		pause: number,
		...more: unknown[]
	) => {
		// The scripted server's own timers.
		if (more.length > 0) return setTimeout(done, pause, ...more);
		pauses.push(pause);
		return setTimeout(done, 0);
	}) as typeof setTimeout);
	ended.push(() => timers.mockRestore());
	return pauses;
}

describe("where there is no answer, or one that passes, a safe call is repeated", () => {
	test("and succeeds if the service is back by then", async () => {
		const { api, times } = await scripted(busy(), hangUp, ok);
		expect((await api().listTasks({ user_id })).ok).toBe(true);
		expect(times).toHaveLength(3);
	});

	test.each([502, 503, 504])("whoever gives the %d, with or without Retry-After", async (status) => {
		const pauses = hurry();
		const page = (response: ServerResponse) => response.writeHead(status).end("<html>Down</html>");
		const { api, times } = await scripted(page, answer(status, {}, { "retry-after": "3" }), ok);
		expect((await api().listTasks({ user_id })).ok).toBe(true);
		expect(times).toHaveLength(3);
		expect(pauses[1]).toBeGreaterThanOrEqual(3_000);
	});

	test("for 12 to 16 seconds, which is enough for a restart, and at growing distances", async () => {
		const pauses = hurry();
		const { api, times } = await scripted(busy());
		expect((await api().listTasks({ user_id })).status).toBe(503);
		expect(times).toHaveLength(7);
		const all = pauses.reduce((sum, pause) => sum + pause);
		expect(all).toBeWithin(11_700, 16_000);
		expect(pauses.slice(0, 5)).toEqual(pauses.slice(0, 5).sort((a, b) => a - b));
		// Not all clients at once.
		await api().listTasks({ user_id });
		expect(pauses.slice(6)).not.toEqual(pauses.slice(0, 6));
	});

	test("and no longer, if there is never an answer", async () => {
		hurry();
		const { api, times } = await scripted(hangUp);
		expect(await api().getTask({ user_id, task_id: 1 })).toMatchObject({
			ok: false,
			status: 0,
			error: { code: "NO_ANSWER", message: "The server did not answer", cause: expect.any(Error) },
		});
		expect(times).toHaveLength(7);
	});

	test("as often as the frontend wants", async () => {
		hurry();
		const { api, times } = await scripted(busy());
		await api({ retries: 0 }).listTasks({ user_id });
		expect(times).toHaveLength(1);
		await api({ retries: 1 }).listTasks({ user_id });
		expect(times).toHaveLength(3);
	});

	test("also if it creates something under a key", async () => {
		const { api, times } = await scripted(busy(), ok);
		const created = await api().createTask({ user_id, body, idempotencyKey: "k" });
		expect(created.ok).toBe(true);
		expect(times).toHaveLength(2);
	});

	test("also if it puts something, whatever it was before", async () => {
		const { api, times } = await scripted(busy(), ok);
		expect((await api().replaceTask({ ...task, body })).ok).toBe(true);
		expect(times).toHaveLength(2);
	});

	test("but no call that could do its work twice, or be refused the second time", async () => {
		for (const failure of [busy(), hangUp]) {
			const { api, times } = await scripted(failure);
			for (const call of [
				() => api().createTask({ user_id, body }),
				() => api().toggleTaskCompletion(task),
				() => api().updateTask({ ...task, body }),
				() => api().replaceTask({ ...task, body, ifMatch: '"1"' }),
				() => api().deleteTask(task),
			])
				expect((await call()).ok).toBe(false);
			expect(times).toHaveLength(5);
		}
	});

	test("and no other failure", async () => {
		for (const status of [400, 404, 412, 500, 501]) {
			const { api, times } = await scripted(answer(status, {}));
			expect((await api().listTasks({ user_id })).status).toBe(status);
			expect(times).toHaveLength(1);
		}
	});

	test("so that a restart goes unnoticed", async () => {
		const serve = (port: number) =>
			Bun.serve({ port, hostname: "127.0.0.1", fetch: () => Response.json({ data: [], error: null }) });
		const before = serve(0);
		const { port = 0 } = before;
		await before.stop(true);
		const call = createApi({ baseUrl: `http://127.0.0.1:${port}` }).listTasks({ user_id });
		// As long as it takes to start.
		await Bun.sleep(1_000);
		const again = serve(port);
		ended.push(() => again.stop(true));
		expect((await call).ok).toBe(true);
	});

	test("so that a short outage of the database goes unnoticed", async () => {
		const user = newUser();
		const statuses: number[] = [];
		const api = createApi({
			baseUrl: server.baseUrl,
			token: () => signToken(secret, user),
			fetch: async (url, init) => {
				const response = await fetch(url, init);
				statuses.push(response.status);
				if (statuses.length === 1) await mend();
				return response;
			},
		});
		cut();
		expect((await api.listTasks({ user_id: user })).ok).toBe(true);
		expect(statuses).toEqual([503, 200]);
	});
});

describe("a call that was turned down before it was begun", () => {
	const turnedDown = answer(
		429,
		{ data: null, error: { code: "TOO_MANY_REQUESTS", message: "Too many" } },
		{ "retry-after": "0" },
	);
	test("is repeated, whatever it does", async () => {
		hurry();
		for (const call of [
			(api: Api) => api.listTasks({ user_id }),
			(api: Api) => api.createTask({ user_id, body }),
			(api: Api) => api.toggleTaskCompletion(task),
			(api: Api) => api.updateTask({ ...task, body }),
			(api: Api) => api.deleteTask(task),
		]) {
			const { api, times } = await scripted(turnedDown, ok);
			expect((await call(api())).ok).toBe(true);
			expect(times).toHaveLength(2);
		}
	});
	test("is repeated also where something in between turned it down", async () => {
		hurry();
		const { api, times } = await scripted(answer(429, {}), ok);
		expect((await api().createTask({ user_id, body })).ok).toBe(true);
		expect(times).toHaveLength(2);
	});
	test("is repeated no longer than others, and then the caller is told", async () => {
		hurry();
		const { api, times } = await scripted(turnedDown);
		const result = await api().createTask({ user_id, body });
		expect(times).toHaveLength(7);
		expect(!result.ok && result.error.code).toBe("TOO_MANY_REQUESTS");
	});
});

describe("Retry-After", () => {
	test.each([
		["in seconds", () => "2"],
		["as a date", () => new Date(Date.now() + 2_000).toUTCString()],
	])("is honoured %s", async (_, retryAfter) => {
		const pauses = hurry();
		const { api } = await scripted(busy(retryAfter()), ok);
		await api().listTasks({ user_id });
		// A date has no fractions of a second.
		expect(pauses[0]).toBeGreaterThan(990);
	});

	test.each(["soon", "-5", ""])("of %p is none", async (retryAfter) => {
		const pauses = hurry();
		const { api } = await scripted(busy(retryAfter), ok);
		await api().listTasks({ user_id });
		expect(pauses[0]).toBeWithin(250, 334);
	});

	test("of more than ten seconds is left to the caller", async () => {
		const { api, times } = await scripted(busy("11"));
		const result = await api().listTasks({ user_id });
		expect(times).toHaveLength(1);
		if (result.ok || result.status !== 503) throw new Error("not a 503");
		expect(result.headers.retryAfter).toBe("11");
	});
});

describe("a call that is aborted", () => {
	test("is not repeated, and rejects with the reason instead of waiting", async () => {
		const { api, times } = await scripted(busy("10"));
		const controller = new AbortController();
		const call = api({
			fetch: async (url, init) => {
				const response = await fetch(url, init);
				setTimeout(() => controller.abort(new Error("changed my mind")));
				return response;
			},
		}).listTasks({ user_id }, { signal: controller.signal });
		await expect(call).rejects.toThrow("changed my mind");
		expect(times).toHaveLength(1);
		// The server asked for ten seconds.
		expect(performance.now() - (times[0] ?? 0)).toBeLessThan(9_000);
	});

	test("does not wait for a token either", async () => {
		const { api, times } = await scripted(ok);
		const controller = new AbortController();
		const call = api({
			token: () => {
				setTimeout(() => controller.abort(new Error("changed my mind")));
				return new Promise(() => {});
			},
		}).listTasks({ user_id }, controller);
		await expect(call).rejects.toThrow("changed my mind");
		expect(times).toHaveLength(0);
	});
});

describe("a token that cannot be fetched", () => {
	const offline = new Error("no connection to the session");
	test.each([
		[
			"throws",
			() => {
				throw offline;
			},
		],
		["rejects", () => Promise.reject(offline)],
	])("is an outcome like the others, and nothing is sent: it %s", async (_, token) => {
		const { api, times } = await scripted(ok);
		expect(await api({ token }).listTasks({ user_id })).toMatchObject({
			ok: false,
			status: 0,
			error: { code: "NO_TOKEN", message: "The token could not be fetched", cause: offline },
		});
		expect((await api({ token }).getLiveness()).ok).toBe(true);
		expect(times).toHaveLength(1);
	});
});

describe("onUnauthorized", () => {
	/** A client that keeps its token, as frontends do. */
	function keeping(first: string, fresh: () => Promise<string>, options: Partial<ApiOptions> = {}) {
		let token = first;
		let renewals = 0;
		const api = createApi({
			baseUrl: server.baseUrl,
			token: () => token,
			onUnauthorized: async () => {
				renewals += 1;
				token = await fresh();
			},
			...options,
		});
		return { api, renewals: () => renewals };
	}
	const expired = (user: string) => signToken(secret, user, { lifetime: -1 });

	test("renews a token that has expired, and the call succeeds", async () => {
		const user = newUser();
		const { api, renewals } = keeping(await expired(user), () => signToken(secret, user));
		const created = await api.createTask({ user_id: user, body });
		expect(created.status).toBe(201);
		expect((await api.listTasks({ user_id: user })).ok).toBe(true);
		expect(renewals()).toBe(1);
	});

	test("is called once for all calls that wait for it", async () => {
		const user = newUser();
		let arrived = 0;
		const { promise: all, resolve } = Promise.withResolvers<void>();
		const { api, renewals } = keeping(await expired(user), () => signToken(secret, user), {
			fetch: async (url, init) => {
				const response = await fetch(url, init);
				arrived += 1;
				if (arrived === 10) resolve();
				await all;
				return response;
			},
		});
		const results = await Promise.all(Array.from({ length: 10 }, () => api.listTasks({ user_id: user })));
		expect(results.every(({ ok }) => ok)).toBe(true);
		expect(renewals()).toBe(1);
	});

	test("is tried once: a user who is gone gets the 401", async () => {
		const user = newUser();
		const { api, renewals } = keeping(await expired(user), () => expired(user));
		const result = await api.listTasks({ user_id: user });
		expect(result).toMatchObject({ ok: false, status: 401, error: { code: "TOKEN_EXPIRED" } });
		expect(renewals()).toBe(1);
	});

	test("that fails is an outcome, too", async () => {
		const user = newUser();
		const signedOut = new Error("signed out");
		const { api } = keeping(await expired(user), () => Promise.reject(signedOut));
		expect(await api.listTasks({ user_id: user })).toMatchObject({
			ok: false,
			status: 0,
			error: { code: "NO_TOKEN", cause: signedOut },
		});
	});

	test("renews the token of somebody who was signed in before", async () => {
		const [before, user] = [newUser(), newUser()];
		const { api, renewals } = keeping(await signToken(secret, before), () => signToken(secret, user));
		const created = await api.createTask({ user_id: user, body });
		expect(created.status).toBe(201);
		expect(renewals()).toBe(1);
	});

	test("is tried once: on the path of another user there is the 403", async () => {
		const user = newUser();
		const { api, renewals } = keeping(await signToken(secret, user), () => signToken(secret, user));
		const result = await api.listTasks({ user_id: newUser() });
		expect(!result.ok && result.error.code).toBe("FORBIDDEN");
		expect(renewals()).toBe(1);
	});

	test("that ends in nobody being signed in sends no token any more", async () => {
		const tokens = [await expired("ann"), undefined];
		const sent: unknown[] = [];
		const api = createApi({
			baseUrl: server.baseUrl,
			token: () => tokens.shift(),
			onUnauthorized: () => {},
			fetch: (url, init) => {
				sent.push(new Headers(init.headers).has("authorization"));
				return fetch(url, init);
			},
		});
		const result = await api.listTasks({ user_id: "ann" });
		expect(!result.ok && result.error.code).toBe("MISSING_TOKEN");
		expect(sent).toEqual([true, false]);
	});

	test("leaves any other refusal alone", async () => {
		const user = newUser();
		const { api, renewals } = keeping(await signToken(secret, user), () => signToken(secret, user));
		expect((await api.getTask({ user_id: user, task_id: 1 })).status).toBe(404);
		expect(renewals()).toBe(0);
	});
});
