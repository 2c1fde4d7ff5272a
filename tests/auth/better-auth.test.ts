/** A real Better Auth server beside the API, on the same database, in both ways that it can issue tokens. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { jwt } from "better-auth/plugins";
import { signToken } from "../../src/auth/sign.ts";
import { migrate } from "../../src/db/migrate.ts";
import { createApi } from "../../src/lib/api.ts";
import { type Frontend, type FrontendOptions, frontendSecret, type Mode, startFrontend } from "../frontend.ts";
import { administer, createTestDatabase, failureOf, startServer, type TestServer } from "../harness.ts";
import { openProxy } from "../proxy.ts";

/** Everything that must be there for a user to work: the API, and the frontend whose tokens it accepts. */
async function start(options: Omit<FrontendOptions, "databaseUrl">) {
	const databaseUrl = await createTestDatabase();
	const frontend = await startFrontend({ databaseUrl, ...options });
	await frontend.migrate();
	const api = await startServer({ databaseUrl, tokens: frontend.tokens });
	const stop = async () => {
		await api.stop();
		await frontend.stop();
	};
	return { frontend, api, stop, [Symbol.asyncDispose]: stop };
}

/** A user who signed up at the frontend, in a browser that keeps its cookies. */
async function signUp({ origin, tokenUrl }: Frontend, name: string) {
	const account = { name, email: `${name}@example.org`, password: "correct horse battery" };
	const cookies = new Map<string, string>();
	const send = async (path: string, body?: object) => {
		const response = await fetch(new URL(path, origin), {
			method: body ? "POST" : "GET",
			headers: {
				origin,
				"content-type": "application/json",
				cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
			},
			...(body && { body: JSON.stringify(body) }),
		});
		for (const cookie of response.headers.getSetCookie()) {
			const [, key, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			if (key) cookies.set(key, value ?? "");
		}
		return response;
	};
	const created = await send("/api/auth/sign-up/email", account);
	const { user } = (await created.json()) as { user: { id: string } };
	return {
		id: user.id,
		cookies,
		send,
		signIn: () => send("/api/auth/sign-in/email", account),
		token: async () => {
			const response = await send(tokenUrl);
			return response.ok ? ((await response.json()) as { token: string }).token : undefined;
		},
	};
}
type User = Awaited<ReturnType<typeof signUp>>;

const clientOf = ({ baseUrl }: TestServer, user: User) =>
	createApi({ baseUrl, token: async () => (await user.token()) ?? "" });

const ask = ({ baseUrl }: TestServer, userId: string, token: string) =>
	fetch(`${baseUrl}/api/${userId}/tasks`, { headers: { authorization: `Bearer ${token}` } });

describe.each<[Mode]>([["jwks"], ["secret"]])("with tokens of Better Auth (%s)", (mode) => {
	let service: Awaited<ReturnType<typeof start>>;
	beforeAll(async () => {
		service = await start({ mode });
	});
	afterAll(() => service.stop());

	test("who signs up has a task list, and signing in again leads back to it", async () => {
		const ann = await signUp(service.frontend, "ann");
		const api = clientOf(service.api, ann);
		const user_id = ann.id;
		expect((await api.listTasks({ user_id })) as unknown).toMatchObject({ ok: true, data: [] });
		const created = await api.createTask({ user_id, body: { title: "A" } });
		expect(created.status).toBe(201);

		await ann.send("/api/auth/sign-out", {});
		expect(await ann.token()).toBeUndefined();
		await ann.signIn();
		const listed = await api.listTasks({ user_id });
		expect(listed.ok && listed.data.map(({ title }) => title)).toEqual(["A"]);
	});

	test("two users never see each other's tasks", async () => {
		const [eve, bob] = [await signUp(service.frontend, "eve"), await signUp(service.frontend, "bob")];
		const [evil, api] = [eve, bob].map((user) => clientOf(service.api, user)) as [
			ReturnType<typeof createApi>,
			ReturnType<typeof createApi>,
		];
		const created = await api.createTask({ user_id: bob.id, body: { title: "private" } });
		const task_id = created.ok ? created.data.id : 0;
		expect((await evil.listTasks({ user_id: bob.id })).status).toBe(403);
		expect((await evil.getTask({ user_id: bob.id, task_id })).status).toBe(403);
		expect((await evil.getTask({ user_id: eve.id, task_id })).status).toBe(404);
		const own = await evil.listTasks({ user_id: eve.id });
		expect(own.ok && own.data).toEqual([]);
	});

	test("a deleted user's tasks are gone, and the token that is left is refused", async () => {
		const user = await signUp(service.frontend, "carl");
		const token = (await user.token()) as string;
		await clientOf(service.api, user).createTask({ user_id: user.id, body: { title: "gone" } });
		expect((await user.send("/api/auth/delete-user", {})).status).toBe(200);
		expect(await failureOf(await ask(service.api, user.id, token))).toMatchObject({
			status: 401,
			code: "UNKNOWN_USER",
		});
		const left = await administer((sql) => sql`select from tasks where user_id = ${user.id}`, service.api.databaseUrl);
		expect(left).toHaveLength(0);
	});
});

describe("Better Auth's keys", () => {
	test.each(["ES256", "ES512", "RS256", "PS256"] as const)("may be %s", async (alg) => {
		await using service = await start({ mode: "jwks", plugins: [jwt({ jwks: { keyPairConfig: { alg } } })] });
		const user = await signUp(service.frontend, "ann");
		const token = (await user.token()) as string;
		expect((await ask(service.api, user.id, token)).status).toBe(200);
	});

	test("may be replaced at any time", async () => {
		await using service = await start({ mode: "jwks" });
		const user = await signUp(service.frontend, "ann");
		const before = (await user.token()) as string;
		expect((await ask(service.api, user.id, before)).status).toBe(200);
		await administer((sql) => sql`delete from jwks`, service.api.databaseUrl);
		const after = (await user.token()) as string;
		expect(after.split(".")[0]).not.toBe(before.split(".")[0] as string);
		expect((await ask(service.api, user.id, after)).status).toBe(200);
	});
});

describe("what Better Auth signs for itself is no token for tasks", () => {
	const invalid = { status: 401, code: "INVALID_TOKEN" };
	const session = { cookieCache: { enabled: true, strategy: "jwt", maxAge: 300 } } as const;

	test("the link in an e-mail", async () => {
		const links: string[] = [];
		await using service = await start({
			mode: "secret",
			emailVerification: { sendOnSignUp: true, sendVerificationEmail: async ({ token }) => void links.push(token) },
		});
		const user = await signUp(service.frontend, "ann");
		expect(links).toHaveLength(1);
		expect(await failureOf(await ask(service.api, user.id, links[0] as string))).toMatchObject(invalid);
	});

	test.each<[Mode, FrontendOptions["plugins"]]>([
		["secret", []],
		["jwks", [jwt({ sessionCookieCache: true })]],
	])("the session in a cookie (%s)", async (mode, plugins) => {
		await using service = await start({ mode, session, plugins });
		const user = await signUp(service.frontend, "ann");
		const cached = user.cookies.get("better-auth.session_data") as string;
		expect(cached.split(".")).toHaveLength(3);
		expect(await failureOf(await ask(service.api, user.id, cached))).toMatchObject(invalid);
	});
});

describe("the tables", () => {
	test.each(["Better Auth", "the API"])("may be made by %s first", async (first) => {
		const databaseUrl = await createTestDatabase({ empty: true });
		await using frontend = await startFrontend({ databaseUrl, mode: "jwks" });
		const steps = [() => frontend.migrate(), () => migrate(databaseUrl)];
		if (first === "the API") steps.reverse();
		for (const step of steps) await step();
		await using api = await startServer({ databaseUrl, tokens: frontend.tokens });
		const user = await signUp(frontend, "ann");
		const created = await clientOf(api, user).createTask({ user_id: user.id, body: { title: "first" } });
		expect(created.status).toBe(201);
		// Nothing is left to do for either.
		await frontend.migrate();
		expect(await migrate(databaseUrl)).toEqual([]);
	});

	test("may become Better Auth's while instances run, which then all know who exists", async () => {
		const databaseUrl = await createTestDatabase();
		await using frontend = await startFrontend({ databaseUrl, mode: "secret" });
		const { tokens } = frontend;
		// One of them starts while the database is away.
		const way = await openProxy(databaseUrl);
		way.cut();
		await using one = await startServer({ databaseUrl, tokens });
		await using other = await startServer({ databaseUrl: way.url, tokens });
		const stranger = "stranger";
		const token = await signToken(frontendSecret, stranger);
		expect((await ask(other, stranger, token)).status).toBe(503);
		await way.mend();

		const task = { user_id: stranger, task_id: 1 };
		const clientFor = ({ baseUrl }: TestServer) => createApi({ baseUrl, token: () => token });
		/** The answers to somebody with a valid token and no tasks. */
		const answers = async (server: TestServer) => {
			const api = clientFor(server);
			const replies = [
				await api.getTask(task),
				await api.updateTask({ ...task, body: { completed: true } }),
				await api.deleteTask(task),
			];
			return [(await ask(server, stranger, token)).status, ...replies.map((reply) => !reply.ok && reply.error.code)];
		};
		const missing = "TASK_NOT_FOUND";
		// Often enough for PostgreSQL to have settled on its plans, on every connection.
		for (const api of [one, other])
			for (const seen of await Promise.all(Array.from({ length: 50 }, () => answers(api))))
				expect(seen).toEqual([200, missing, missing, missing]);

		await frontend.migrate();
		const unknown = "UNKNOWN_USER";
		for (const api of [one, other]) {
			for (const seen of await Promise.all(Array.from({ length: 20 }, () => answers(api))))
				expect(seen).toEqual([401, unknown, unknown, unknown]);
			const body = { title: "t" };
			const created = await clientFor(api).createTask({ ...task, body });
			expect(!created.ok && created.error.code).toBe(unknown);
			const user = await signUp(frontend, api === one ? "ann" : "bob");
			const own = (await user.token()) as string;
			expect((await ask(api, user.id, own)).status).toBe(200);
		}
	});
});
