import { basename, join } from "node:path";

/** Builds the page for an API at this address: its files, by path. Throws what does not compile. */
export async function buildPage(apiUrl: string): Promise<ReadonlyMap<string, Blob>> {
	const { outputs } = await Bun.build({
		entrypoints: [join(import.meta.dir, "page/index.html")],
		target: "browser",
		minify: true,
		define: { "process.env.API_URL": JSON.stringify(apiUrl), "process.env.NODE_ENV": '"production"' },
	});
	return new Map(
		outputs.map((output) => {
			const name = basename(output.path);
			return [name === "index.html" ? "/" : `/${name}`, output];
		}),
	);
}
