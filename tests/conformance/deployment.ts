import type { Contract } from "./contract.ts";
import { credentials } from "./credentials.ts";
import type { Caller, Service } from "./service.ts";

/**
 * A deployment: with BETTER_AUTH_SECRET for users of our own making, or with a file of users and their tokens. Throws
 * in one line where it cannot be reached, or nobody is let in.
 */
export async function deployment(contract: Contract, url: string, tokens: string | undefined): Promise<Service> {
	const people = tokens === undefined ? signedPeople() : await listedPeople(tokens);
	const caller = await people.newCaller();
	await reachable(contract, url, caller);
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
	readonly hasNewCallers: boolean;
	newCaller(id?: string): Promise<Caller | undefined>;
	/** Credentials that get an error code. */
	refused(code: string): Promise<Readonly<Record<string, string>> | undefined>;
}

function signedPeople(): People {
	const { BETTER_AUTH_SECRET: secret, JWT_ISSUER: iss, JWT_AUDIENCE: aud } = process.env;
	if (!secret) throw new Error("Set BETTER_AUTH_SECRET to make tokens, or name a file that has some with --tokens");
	const { caller, refused } = credentials(secret, {
		...(iss && { iss }),
		...(aud && { aud }),
	});
	return {
		hasNewCallers: true,
		newCaller: (id = `conformance-${crypto.randomUUID()}`) => caller(id),
		refused,
	};
}

/** The users of a file, one after the other and again from the first. */
async function listedPeople(file: string): Promise<People> {
	const listed = await readUsers(file);
	let next = 0;
	const [first] = listed;
	return {
		hasNewCallers: false,
		async newCaller(id) {
			const user = id === undefined ? listed[next++ % listed.length] : listed.find(({ user_id }) => user_id === id);
			return (
				user && {
					id: user.user_id,
					headers: { authorization: `Bearer ${user.token}` },
				}
			);
		},
		async refused(code) {
			if (code === "INVALID_TOKEN") return { authorization: "Bearer not.a.token" };
			if (code !== "INVALID_SIGNATURE" || !first) return undefined;
			const [header, claims, signature = ""] = first.token.split(".");
			const other = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
			return { authorization: `Bearer ${header}.${claims}.${other}` };
		},
	};
}

interface User {
	readonly user_id: string;
	readonly token: string;
}

async function readUsers(file: string): Promise<User[]> {
	const users = (await Bun.file(file)
		.json()
		.catch(() => undefined)) as User[] | undefined;
	const isList =
		Array.isArray(users) &&
		users.length > 1 &&
		users.every((each) => typeof each?.user_id === "string" && typeof each.token === "string");
	if (!isList) throw new Error(`${file} must have at least two users: [{ "user_id", "token" }, …]`);
	return users;
}

/** Throws unless the service answers, and takes the caller for who they are. */
async function reachable({ operations }: Contract, url: string, caller: Caller | undefined): Promise<void> {
	const operation = operations.find(
		({ method, security, parameters }) =>
			method === "GET" && security.length > 0 && parameters.every((each) => each["x-owner"] || !each.required),
	);
	if (!operation) return;
	const path = operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(caller?.id ?? ""));
	const answer = await fetch(url + path, {
		headers: caller?.headers ?? {},
		signal: AbortSignal.timeout(10_000),
	}).catch((error) => {
		throw new Error(`No service answers at ${url}: ${(error as Error).message}`);
	});
	if (answer.status === 401 || answer.status === 403)
		throw new Error(`${url} does not take the token: ${await answer.text()}`);
	await answer.body?.cancel();
}
