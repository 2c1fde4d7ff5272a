import { SharedArray } from "k6/data";
import exec from "k6/execution";
import { mint } from "./tokens.ts";

/** Somebody who sends requests. */
export interface User {
	readonly id: string;
	readonly token: string;
}

/** The users of the file TOKENS, for a service whose tokens are signed elsewhere: [{ "user_id", "token" }, …]. */
const listed = __ENV.TOKENS
	? new SharedArray<{ user_id: string; token: string }>("tokens", () => JSON.parse(open(__ENV.TOKENS as string)))
	: undefined;

/**
 * The user with this number, from 1 on: the file's, or one of our own making with the name of what they are for.
 * Throws where the file has too few.
 */
export function userOf(purpose: string, number: number): User {
	if (!listed) {
		const id = `load-${purpose}-${number}`;
		return { id, token: mint(id) };
	}
	const user = listed[number - 1];
	if (!user) throw new Error(`TOKENS has ${listed.length} users, and this run needs at least ${number}`);
	return { id: user.user_id, token: user.token };
}

/** The user whom this virtual user stands for: each has one of their own. */
export const ownUser = (purpose: string): User => userOf(purpose, exec.vu.idInTest);

/** The first users, as many as asked for. Throws as `userOf` does. */
export const usersOf = (purpose: string, count: number): User[] =>
	Array.from({ length: count }, (_, index) => userOf(purpose, index + 1));
