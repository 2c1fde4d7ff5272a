import { cors } from "@elysiajs/cors";
import { Elysia } from "elysia";
import { crossOriginNeeds, type Document } from "../contract/index.ts";
import { synchronous } from "./synchronous.ts";

/** Keeps the plugin from sending a header to every origin; its types lack this value. */
const off = false as unknown as "";

/** What any request may have, for the log. */
const tracing = ["X-Request-Id", "traceparent", "tracestate"];

/** Lets pages of exactly these origins use the whole contract. Others get no CORS header, only `Vary: Origin`. */
export function crossOrigin(contract: Document, origins: readonly string[]) {
	const allowed = new Set(origins);
	const { methods, requestHeaders, responseHeaders } = crossOriginNeeds(contract);
	const preflightHeaders = {
		"access-control-allow-methods": methods.join(", "),
		"access-control-allow-headers": [...requestHeaders, ...tracing].join(", "),
		"access-control-max-age": "600", // seconds
	};
	const exposedHeaders = responseHeaders.join(", ");
	// The plugin decides about the origin alone: the rest it would send to any origin, and to any OPTIONS.
	const plugin = cors({
		origin: (request) => allowed.has(request.headers.get("origin") ?? ""),
		methods: "",
		allowedHeaders: off,
		exposeHeaders: off,
		credentials: false,
		preflight: false,
		maxAge: 0,
		aot: true,
	});
	const app = new Elysia({ name: "cors" }).use(plugin).onRequest(({ request, set }) => {
		const isAllowed = "access-control-allow-origin" in set.headers;
		// Some frontends send credentials with every call, and nothing here is read from a cookie.
		if (isAllowed) set.headers["access-control-allow-credentials"] = "true";
		const isPreflight = request.method === "OPTIONS" && request.headers.has("access-control-request-method");
		if (isPreflight) {
			set.headers["x-content-type-options"] = "nosniff";
			if (isAllowed) Object.assign(set.headers, preflightHeaders);
			return new Response(null, { status: 204 });
		}
		if (isAllowed) set.headers["access-control-expose-headers"] = exposedHeaders;
		return undefined;
	});
	return synchronous(app);
}
