import { join } from "node:path";
import indexHtml from "./index.html" with { type: "text" };

const html = { "content-type": "text/html; charset=utf-8" };
const javascript = { "content-type": "text/javascript" };

/** Builds the app for an API at this address: what to answer with, by path. */
export async function buildApp(
	apiUrl: string,
): Promise<ReadonlyMap<string, () => Response>> {
	const { outputs } = await Bun.build({
		entrypoints: [join(import.meta.dir, "app.tsx")],
		target: "browser",
		minify: true,
		define: {
			"process.env.API_URL": JSON.stringify(apiUrl),
			"process.env.NODE_ENV": '"production"',
		},
	});
	const script = (await outputs[0]?.text()) ?? "";
	return new Map([
		["/", () => new Response(String(indexHtml), { headers: html })],
		["/app.js", () => new Response(script, { headers: javascript })],
	]);
}
