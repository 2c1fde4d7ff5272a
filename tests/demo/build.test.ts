import { expect, test } from "bun:test";
import { buildPage } from "../../src/demo/build.ts";

test("the demo's page compiles, with every file that it names, and calls the API at the given address", async () => {
	const page = await buildPage("http://api.example.org:8000");
	const html = await page.get("/")?.text();
	const named = [...(html ?? "").matchAll(/(?:src|href)="\.?(\/[^"]+)"/g)].map(([, path]) => path ?? "");
	expect(named.map((path) => path.split(".").at(-1)).sort()).toEqual(["css", "js", "svg"]);
	const texts = await Promise.all(named.map((path) => page.get(path)?.text()));
	expect(texts.join("")).toContain("http://api.example.org:8000");
});
