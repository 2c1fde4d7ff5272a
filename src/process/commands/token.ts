import { isUserId } from "../../auth/claims.ts";
import { signToken } from "../../auth/sign.ts";
import { readSecret } from "../../config.ts";
import type { Command } from "../run.ts";

export const printToken: Command = async (args, environment) => {
	const [subject, ...rest] = args;
	if (!subject || rest.length > 0) throw new Error("Usage: token <user-id>");
	if (!isUserId(subject)) throw new Error("No token can have this user id: see the contract's user_id");
	const secret = readSecret(environment);
	console.log(await signToken(secret, subject, { lifetime: 24 * 3600 }));
	return undefined;
};
