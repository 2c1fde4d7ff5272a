import { createApi } from "../../../src/lib/api.ts";
import { authClient } from "./auth-client.ts";

let token: string | undefined;

/** The tasks of whoever is signed in. The token is kept until it expires, or they sign out. */
export const api = createApi({
	baseUrl: process.env.API_URL as string,
	token: async () => {
		token ??= (await authClient.token()).data?.token;
		return token;
	},
	onUnauthorized: forgetToken,
});

export function forgetToken(): void {
	token = undefined;
}
