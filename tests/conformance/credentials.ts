import { signToken } from "../../src/auth/sign.ts";
import type { Caller } from "./service.ts";

/** Credentials that are signed with Better Auth's secret; `claims` are what the service asks for beside the user. */
export function credentials(secret: string, claims: Readonly<Record<string, string>> = {}) {
	const bearer = async (...[key, subject, options]: Parameters<typeof signToken>) => ({
		authorization: `Bearer ${await signToken(key, subject, options)}`,
	});

	return {
		/** Somebody with this id. */
		caller: async (id: string): Promise<Caller> => ({ id, headers: await bearer(secret, id, { claims }) }),
		/** Credentials that get this error code; undefined where it is not about them. */
		async refused(code: string): Promise<Readonly<Record<string, string>> | undefined> {
			switch (code) {
				case "INVALID_TOKEN":
					return { authorization: "Bearer not.a.token" };
				case "INVALID_SIGNATURE":
					return bearer(`not ${secret}`, "somebody", { claims });
				case "TOKEN_EXPIRED":
					return bearer(secret, "somebody", { lifetime: -60, claims });
				default:
					return undefined;
			}
		},
	};
}
