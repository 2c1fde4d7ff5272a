import { swagger } from "@elysiajs/swagger";
import { Elysia } from "elysia";
import stylesheet from "swagger-ui-dist/swagger-ui.css" with { type: "file" };
import bundle from "swagger-ui-dist/swagger-ui-bundle.js" with { type: "file" };
import { type Document, type Observe, requestIdOf, traceIdOf } from "../../contract/index.ts";
import icon from "./icon.svg" with { type: "file" };
import looks from "./page.css" with { type: "file" };
import page from "./page.js" with { type: "file" };

/** What the page may load: this server's own files, and the pictures within its stylesheet. */
const policy = [
	"default-src 'none'",
	// The hash is of the white space in the plugin's configuration element, which runs nothing.
	"script-src 'self' 'sha256-TcUB1mzXiQO4GxpTRZ0EMpOXKMU3u+n/q1WrgVIcs1I='",
	"style-src 'self' 'unsafe-inline'",
	"img-src 'self' data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join("; ");

/** The contract at `/openapi.yaml`, byte for byte, and `/openapi.json`; `/docs` shows it, and loads from here alone. */
export function docs(yaml: string, contract: Document, observe: Observe) {
	return (
		new Elysia({ name: "docs" })
			.derive(() => ({ started: performance.now() }))
			.onBeforeHandle(({ request, set }) => {
				set.headers["x-request-id"] = requestIdOf(request);
				set.headers["content-security-policy"] = policy;
				set.headers["x-content-type-options"] = "nosniff";
			})
			.onAfterResponse(({ request, route, set, started, responseValue }) =>
				observe({
					method: request.method,
					route,
					operation: undefined,
					status: responseValue instanceof Response ? responseValue.status : Number(set.status ?? 200),
					code: undefined,
					ms: performance.now() - started,
					statementMs: 0,
					requestId: String(set.headers["x-request-id"]),
					traceId: traceIdOf(request),
				}),
			)
			// The plugin's page is empty but for one script, from a CDN unless told otherwise: ours shows Swagger UI. The
			// document that the plugin makes of the routes never shows: of two routes with the same path the last wins.
			.use(
				swagger({
					path: "/docs",
					specPath: "/openapi.json",
					provider: "scalar",
					scalarCDN: "/docs/page.js",
					scalarConfig: { spec: { url: "/openapi.json" }, customCss: "" },
					documentation: { info: { title: "Tasks API", version: "", description: "Interactive documentation" } },
				}),
			)
			.get("/", () => Response.redirect("/docs"))
			.get("/favicon.ico", file(icon, "image/svg+xml"))
			.get("/docs/icon.svg", file(icon, "image/svg+xml"))
			.get("/docs/page.js", file(page, "text/javascript"))
			.get("/docs/page.css", file(looks, "text/css"))
			.get("/docs/swagger-ui.js", file(bundle, "text/javascript"))
			.get("/docs/swagger-ui.css", file(stylesheet, "text/css"))
			.get("/openapi.yaml", document(yaml, "application/yaml"))
			.get("/openapi.json", document(JSON.stringify(contract), "application/json"))
	);
}

const file = (path: string, type: string) => () =>
	new Response(Bun.file(path), {
		headers: { "content-type": `${type}; charset=utf-8`, "cache-control": "max-age=3600" },
	});

/** A text with an entity tag: a client that has it already need not fetch it again. */
function document(text: string, type: string) {
	const etag = `"${new Bun.CryptoHasher("sha256").update(text).digest("base64url")}"`;
	const headers = { "content-type": `${type}; charset=utf-8`, "cache-control": "no-cache", etag };
	return ({ request }: { request: Request }) =>
		request.headers.get("if-none-match")?.includes(etag)
			? new Response(null, { status: 304, headers: { etag } })
			: new Response(text, { headers });
}
