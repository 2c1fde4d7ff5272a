import { SignJWT } from "jose";
import type { Auth } from "../src/demo/auth.ts";

/** The route that signs with the secret: a token for whoever is signed in. The README shows it to frontends. */
export function tokenRoute(auth: () => Auth, secret: string) {
	const key = new TextEncoder().encode(secret);

	return async (request: Request): Promise<Response> => {
		const session = await auth().api.getSession({ headers: request.headers });
		if (!session) return new Response("Not signed in", { status: 401 });
		const token = await new SignJWT()
			.setProtectedHeader({ alg: "HS256" })
			.setSubject(session.user.id)
			.setIssuedAt()
			.setExpirationTime("15m")
			.sign(key);
		return Response.json({ token });
	};
}
