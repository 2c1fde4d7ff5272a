import { nameOf } from "./check.ts";
import type { Contract } from "./contract.ts";
import { credentials } from "./credentials.ts";
import { send } from "./request.ts";
import type { Caller, Service } from "./service.ts";

/**
 * A deployment: with BETTER_AUTH_SECRET for users of our own making, or with a file of users and their tokens. Throws
 * in one line where it cannot be reached, or does not let them in.
 */
export async function deployment(contract: Contract, url: string, tokens: string | undefined): Promise<Service> {
	const people = tokens === undefined ? await signedPeople() : listedPeople(await readUsers(tokens));
	await Promise.all(people.first.map((caller) => reachable(contract, url, caller)));
	return {
		...people,
		url,
		async provoke(_, { status, code = "" }) {
			const headers = await people.refused(code);
			if (headers) return { headers };
			return status === 401 || status === 429 || status >= 500
				? "it takes a service of one's own, or its secret"
				: undefined;
		},
		[Symbol.asyncDispose]: async () => {},
	};
}

interface People {
	/** Those that must be let in for anything to be checked. */
	readonly first: readonly Caller[];
	readonly hasNewCallers: boolean;
	newCaller(id?: string): Promise<Caller | undefined>;
	/** Credentials that get an error code. */
	refused(code: string): Promise<Readonly<Record<string, string>> | undefined>;
}

async function signedPeople(): Promise<People> {
	const { BETTER_AUTH_SECRET: secret, JWT_ISSUER: iss, JWT_AUDIENCE: aud } = process.env;
	if (!secret) throw new Error("Set BETTER_AUTH_SECRET to make tokens, or name a file that has some with --tokens");
	const { caller, refused } = credentials(secret, {
		...(iss && { iss }),
		...(aud && { aud }),
	});
	const newCaller = (id = `conformance-${crypto.randomUUID()}`) => caller(id);
	return { first: [await newCaller()], hasNewCallers: true, newCaller, refused };
}

/** These users, one after the other and again from the first. */
function listedPeople(users: readonly User[]): People {
	const callers = users.map(({ user_id, token }) => ({ id: user_id, headers: { authorization: `Bearer ${token}` } }));
	let next = 0;
	return {
		first: callers,
		hasNewCallers: false,
		newCaller: async (id) =>
			id === undefined ? callers[next++ % callers.length] : callers.find((each) => each.id === id),
		async refused(code) {
			if (code === "INVALID_TOKEN") return { authorization: "Bearer not.a.token" };
			if (code !== "INVALID_SIGNATURE") return undefined;
			const [header, claims, signature = ""] = users[0]?.token.split(".") ?? [];
			const other = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
			return { authorization: `Bearer ${header}.${claims}.${other}` };
		},
	};
}

interface User {
	readonly user_id: string;
	readonly token: string;
}

/** How many of a file's users take part: load tests need a thousand, this does not. */
const mostUsers = 10;

async function readUsers(file: string): Promise<User[]> {
	const text = await Bun.file(file)
		.text()
		.catch(() => {
			throw new Error(`There is no file ${file}`);
		});
	const users = parse(text);
	const isList =
		Array.isArray(users) &&
		users.every((each) => typeof each?.user_id === "string" && typeof each.token === "string") &&
		new Set(users.map(({ user_id }) => user_id)).size > 1;
	if (!isList) throw new Error(`${file} must have at least two users: [{ "user_id", "token" }, …]`);
	return [...new Map((users as User[]).map((user) => [user.user_id, user])).values()].slice(0, mostUsers);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Throws unless the service is one of this contract, is up, and takes the caller for who they are. */
async function reachable({ operations }: Contract, url: string, caller: Caller): Promise<void> {
	const operation = operations.find(
		({ method, security, parameters }) =>
			method === "GET" && security.length > 0 && parameters.every((each) => each["x-owner"] || !each.required),
	);
	if (!operation) return;
	const path = Object.fromEntries(operation.parameters.map(({ name }) => [name, caller.id]));
	const draft = { operation, caller, path, query: [], headers: {} };
	const answer = await send(url, draft, 10_000).catch(({ message }: Error) => {
		throw new Error(`No service answers at ${url}: ${message}`);
	});
	const { status, headers, text, json } = answer;
	const location = headers.get("location");
	if (location) throw new Error(`${url} leads on to ${location}: name the address where it ends`);
	if (!operation.responses.has(status) || json === undefined)
		throw new Error(
			`${url} is not the service: it answers ${operation.id} with ${status} ${headers.get("content-type")}`,
		);
	if (status === 401 || status === 403) throw new Error(`${url} does not take the token of ${caller.id}: ${text}`);
	if (status === 503) throw new Error(`${url} cannot work now: ${nameOf(answer)}`);
}
