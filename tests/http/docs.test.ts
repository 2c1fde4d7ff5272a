import { afterAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { startServer } from "../harness.ts";

const server = await startServer();
afterAll(() => server.stop());

describe("the contract", () => {
	const file = Bun.file(join(import.meta.dir, "../../openapi/tasks.yaml"));
	test("is served byte for byte as YAML", async () => {
		const response = await server.request("/openapi.yaml");
		expect(response.headers.get("content-type")).toBe("application/yaml; charset=utf-8");
		expect(await response.text()).toBe(await file.text());
	});
	test("is served as JSON with the same content", async () => {
		const response = await server.request("/openapi.json");
		expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
		expect(await response.json()).toEqual(Bun.YAML.parse(await file.text()));
	});
	test.each(["/openapi.yaml", "/openapi.json"])("need not be fetched again: %s", async (path) => {
		const etag = (await server.request(path)).headers.get("etag") ?? "";
		expect(etag).toMatch(/^"[\w-]{43}"$/);
		const again = await server.request(path, { headers: { "if-none-match": `"other", ${etag}` } });
		expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);
		expect((await server.request(path, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
	});
});

describe("the documentation page", () => {
	test("names only this server's own files, and allows the browser nothing else", async () => {
		const page = await server.request("/docs");
		expect(page.headers.get("content-type")).toStartWith("text/html");
		expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self' 'sha256-");
		const html = await page.text();
		expect([...html.matchAll(/\bsrc="([^"]*)"/g)].map(([, source]) => source)).toEqual(["/docs/page.js"]);
		expect(html).not.toMatch(/https?:\/\//);
		const script = await (await server.request("/docs/page.js")).text();
		for (const path of script.match(/\/docs\/[\w.-]+/g) ?? []) expect((await server.request(path)).status).toBe(200);
		expect(script).not.toMatch(/https?:\/\//);
	});
	test.each([
		["/favicon.ico", "image/svg+xml"],
		["/docs/icon.svg", "image/svg+xml"],
		["/docs/page.js", "text/javascript"],
		["/docs/page.css", "text/css"],
		["/docs/swagger-ui.js", "text/javascript"],
		["/docs/swagger-ui.css", "text/css"],
	])("has its files: %s", async (path, type) => {
		const response = await server.request(path);
		expect([response.status, response.headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
	});
	test("is where who opens the bare address is led to", async () => {
		const answer = await server.request("/", { redirect: "manual" });
		expect([answer.status, answer.headers.get("location")]).toEqual([302, "/docs"]);
	});
	test("is logged with the statuses that were answered", async () => {
		const etag = (await server.request("/openapi.yaml")).headers.get("etag") ?? "";
		await server.request("/openapi.yaml", { headers: { "if-none-match": etag, "x-request-id": "known" } });
		await server.request("/", { redirect: "manual", headers: { "x-request-id": "moved" } });
		await server.request("/docs", { headers: { "x-request-id": "shown" } });
		const logged = (id: string) => server.logged.map((line) => JSON.parse(line)).find((line) => line.request_id === id);
		// An answer is sent before it is logged.
		const statuses = ["known", "moved", "shown"].map(async (id) => {
			while (!logged(id)) await Bun.sleep(1);
			return logged(id).status;
		});
		expect(await Promise.all(statuses)).toEqual([304, 302, 200]);
	});
	test("is the only description of the API: no other is made out of the routes", async () => {
		for (const path of ["/docs/json", "/docs/routes.json", "/swagger", "/swagger/json"])
			expect([path, (await server.request(path)).status]).toEqual([path, 404]);
	});
});
