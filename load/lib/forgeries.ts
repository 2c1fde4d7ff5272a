import crypto from "k6/crypto";
import { mint, segment } from "./tokens.ts";
import type { User } from "./users.ts";

/**
 * Tokens that claim to be the victim's and are not, or not any more, by how they were made. Those that need the
 * service's secret are left out where it is not at hand.
 */
export function forgeries(me: User, victim: User): Record<string, string> {
	const [head, claims = "", signature = ""] = victim.token.split(".");
	const [, , mine] = me.token.split(".");
	const secret = __ENV.TOKENS ? undefined : __ENV.BETTER_AUTH_SECRET;
	const unsigned = (alg: string) => `${segment({ alg })}.${claims}`;
	return {
		"their claims, my signature": `${head}.${claims}.${mine}`,
		"their claims, no signature": `${head}.${claims}.`,
		"their claims, a changed signature": `${head}.${claims}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`,
		"alg none": `${unsigned("none")}.`,
		"alg nOnE": `${unsigned("nOnE")}.${signature}`,
		"another secret": mint(victim.id, { secret: "not the secret of this service!!" }),
		"their claims as my key id": `${segment({ alg: "HS256", kid: victim.id })}.${claims}.${mine}`,
		...(secret && {
			expired: mint(victim.id, { lifetime: -60 }),
			"alg HS512": `${unsigned("HS512")}.${crypto.hmac("sha512", secret, unsigned("HS512"), "base64rawurl")}`,
		}),
	};
}
