/** The metrics, the alerts and the dashboard, as Prometheus' own tool judges them: `bun run alerts`. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { freePort } from "../../../db/embedded.ts";
import { scrape } from "../../../load/run/scrape.ts";
import dashboard from "../../../src/observe/metrics/grafana.json";
import { temporaryFolder } from "../../folder.ts";
import { createTestDatabase } from "../../harness.ts";
import { killProcesses, serve } from "../../processes.ts";

const files = join(import.meta.dir, "../../../src/observe/metrics");
beforeAll(() => {
	if (!Bun.which("promtool")) throw new Error("promtool is missing: apt-get install prometheus");
});
afterAll(killProcesses);

/** What promtool has to say, which is nothing but praise where it exits with 0. */
async function promtool(args: string[], input = "") {
	const child = Bun.spawn(["promtool", ...args], { stdin: new Blob([input]), stdout: "pipe", stderr: "pipe" });
	const output = await new Response(child.stdout).text();
	const errors = await new Response(child.stderr).text();
	return { code: await child.exited, text: output + errors };
}

test("the metrics are named as Prometheus wants it", async () => {
	const METRICS_PORT = String(await freePort());
	const DATABASE_URL = await createTestDatabase();
	const { baseUrl } = await serve({ DATABASE_URL, METRICS_PORT });
	await fetch(`${baseUrl}/nowhere`);
	const { text } = await scrape(`http://127.0.0.1:${METRICS_PORT}/metrics`);
	expect(await promtool(["check", "metrics"], text)).toEqual({ code: 0, text: "" });
});

test("the alerts are sound", async () => {
	const { code, text } = await promtool(["check", "rules", join(files, "alerts.yaml")]);
	expect([code, text]).toEqual([0, expect.stringContaining("3 rules found")]);
});

test("the alerts tell trouble from work", async () => {
	const { code, text } = await promtool(["test", "rules", join(files, "alerts.test.yaml")]);
	expect([code, text]).toEqual([0, expect.stringContaining("SUCCESS")]);
});

test("the dashboard asks in words that Prometheus understands", async () => {
	const asked = dashboard.panels.flatMap(({ targets }) => targets);
	expect(asked.length).toBeGreaterThan(12);
	const rules = asked.map(({ expr }, index) => ({
		record: `panel_${index}`,
		expr: expr.replaceAll("$__rate_interval", "5m").replaceAll("$instance", ".*"),
	}));
	await using folder = await temporaryFolder("promtool");
	const file = join(folder.path, "dashboard.yaml");
	await Bun.write(file, JSON.stringify({ groups: [{ name: "dashboard", rules }] }));
	const { code, text } = await promtool(["check", "rules", file]);
	expect([code, text]).toEqual([0, expect.stringContaining(`${rules.length} rules found`)]);
});
