/** The way of real users: a real browser, a frontend of another origin, a real Better Auth, the generated client. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { Elysia } from "elysia";
import type { Browser, BrowserContext, Locator, Page, Route, ViewportSize } from "playwright-core";
import type { Document } from "../../src/contract/index.ts";
import { docs } from "../../src/http/docs/docs.ts";
import library from "../contract/library.yaml" with { type: "text" };
import { type Frontend, startFrontend } from "../frontend.ts";
import { administer, createTestDatabase, startServer, type TestServer } from "../harness.ts";
import { openProxy } from "../proxy.ts";
import { launchBrowser, screenshot } from "./browser.ts";

let browser: Browser;
let frontend: Frontend;
let api: TestServer;
let proxy: Awaited<ReturnType<typeof openProxy>>;
let databaseUrl: string;
beforeAll(async () => {
	databaseUrl = await createTestDatabase();
	frontend = await startFrontend({ databaseUrl, mode: "jwks" });
	await frontend.migrate();
	proxy = await openProxy(databaseUrl);
	api = await startServer({ databaseUrl: proxy.url, tokens: frontend.tokens, corsOrigins: [frontend.origin] });
	await frontend.showPage(api.baseUrl);
	browser = await launchBrowser();
});
afterAll(async () => {
	await browser?.close();
	await api?.stop();
	await frontend?.stop();
});

const contexts: BrowserContext[] = [];
/** What no page caught. */
const mistakes: Error[] = [];
afterEach(async () => {
	expect(mistakes.splice(0)).toEqual([]);
	for (const context of contexts.splice(0)) await context.close();
});

/** The app in a browser of its own. */
async function openApp(viewport?: ViewportSize): Promise<Page> {
	const context = await browser.newContext(viewport ? { viewport } : {});
	context.setDefaultTimeout(30_000);
	contexts.push(context);
	const page = await context.newPage();
	page.on("pageerror", (error) => mistakes.push(error));
	await page.goto(frontend.origin);
	return page;
}

/** Fills fields in, by their labels. */
async function fill(page: Page, fields: Readonly<Record<string, string>>) {
	for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).fill(text);
}
const press = (page: Page | Locator, name: string) => page.getByRole("button", { name }).click();

let accounts = 0;
async function signUp(page: Page, name: string) {
	accounts += 1;
	const email = `${name}-${accounts}@example.org`;
	const password = "correct horse battery";
	await fill(page, { Name: name, "E-mail": email, Password: password });
	await press(page, "Sign up");
	await page.getByRole("heading", { name: `Tasks of ${name}` }).waitFor();
	return { email, password };
}

async function add(page: Page, title: string) {
	await page.getByLabel("New task").fill(title);
	await press(page, "Add");
	await item(page, title).waitFor();
}

const item = (page: Page, title: string) => page.locator(".tasks li").filter({ hasText: title });
const checkbox = (page: Page, title: string) => page.getByRole("checkbox", { name: title, exact: true });
/** Waits until the page shows the task as done, or as not done: it says so a moment after the click. */
const expectChecked = (page: Page, title: string, checked: boolean) =>
	page.getByRole("checkbox", { name: title, exact: true, checked }).waitFor();
/** The titles, once there are as many as expected. */
async function expectTitles(page: Page, ...expected: string[]) {
	const list = page.locator(".tasks .title");
	for (const title of expected) await list.getByText(title, { exact: true }).waitFor();
	await page.waitForFunction((count) => document.querySelectorAll(".tasks li").length === count, expected.length);
	expect(await list.allTextContents()).toEqual(expected);
}

describe("a user in a browser", () => {
	test("signs up, adds, filters, edits, toggles and deletes tasks, and finds them again", async () => {
		const page = await openApp();
		const { email, password } = await signUp(page, "Ann");
		await page.getByText("Nothing here").waitFor();
		await add(page, "Buy milk");
		await add(page, "Call Bob");
		await add(page, "<b>Not bold</b> 🎉");
		await expectTitles(page, "<b>Not bold</b> 🎉", "Call Bob", "Buy milk");

		await checkbox(page, "Buy milk").click();
		await page.locator(".tasks .completed", { hasText: "Buy milk" }).waitFor();
		await screenshot(page, "tasks");

		await page.getByLabel("Show").selectOption("Completed");
		await expectTitles(page, "Buy milk");
		await page.getByLabel("Show").selectOption("Pending");
		await expectTitles(page, "<b>Not bold</b> 🎉", "Call Bob");
		await page.getByLabel("Show").selectOption("All");

		await press(item(page, "Call Bob"), "Edit");
		await page.getByLabel("Title").fill("Call Bob back");
		await press(page, "Save");
		await expectTitles(page, "<b>Not bold</b> 🎉", "Call Bob back", "Buy milk");
		await press(item(page, "Not bold"), "Delete");
		await expectTitles(page, "Call Bob back", "Buy milk");

		await press(page, "Sign out");
		await press(page, "I have an account");
		await fill(page, { "E-mail": email, Password: password });
		await press(page, "Sign in");
		await expectTitles(page, "Call Bob back", "Buy milk");
		await expectChecked(page, "Buy milk", true);
	});

	test("is told in the contract's words what is wrong, and loses nothing", async () => {
		const page = await openApp();
		await signUp(page, "Ann");
		await add(page, "Keep me");
		await press(page, "Add");
		await page.getByText("Title is required and cannot be empty", { exact: true }).waitFor();
		await press(item(page, "Keep me"), "Edit");
		await page.getByLabel("Title").fill("x".repeat(201));
		await press(page, "Save");
		await page.getByText("Title must be at most 200 characters", { exact: true }).waitFor();
		await page.reload();
		await expectTitles(page, "Keep me");
	});

	test("sees a toggle at once, and sees it taken back where it fails", async () => {
		const page = await openApp();
		await signUp(page, "Ann");
		await add(page, "Toggle me");
		const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
		await page.route("**/complete", async (route) => {
			await answered;
			await route.abort();
		});
		await checkbox(page, "Toggle me").click();
		await expectChecked(page, "Toggle me", true);
		answer();
		await expectChecked(page, "Toggle me", false);
		await page.getByText("The server did not answer").waitFor();
	});

	test("who signs in after another in the same tab sees their own tasks, and never that one's", async () => {
		const page = await openApp();
		await signUp(page, "Ann");
		await add(page, "Ann's secret");
		await press(page, "Sign out");
		await signUp(page, "Bob");
		await page.getByText("Nothing here").waitFor();
		expect(await page.content()).not.toContain("Ann's secret");
		await add(page, "Of Bob");
		await expectTitles(page, "Of Bob");
	});

	test("is told why they cannot sign up or in, and why there is no list", async () => {
		const page = await openApp();
		const { email, password } = await signUp(page, "Ann");
		await add(page, "Mine");
		const refuse = (route: Route) => route.abort();
		await page.route("**/tasks?*", refuse);
		await page.route("**/tasks", refuse);
		await page.reload();
		const failure = page.getByRole("alert");
		await failure.getByText("The server did not answer").waitFor();
		await page.unroute("**/tasks?*");
		await page.unroute("**/tasks");
		await press(failure, "Try again");
		await expectTitles(page, "Mine");

		await press(page, "Sign out");
		await fill(page, { Name: "Ann", "E-mail": email, Password: password });
		await press(page, "Sign up");
		await failure.getByText("User already exists").waitFor();
		await press(page, "I have an account");
		await page.getByLabel("Password").fill("wrong horse battery");
		await press(page, "Sign in");
		await failure.getByText("Invalid email or password").waitFor();
	});

	test("renames a task in two tabs, and chooses in the second which title stays", async () => {
		const first = await openApp();
		await signUp(first, "Ann");
		for (const title of ["Buy milk", "Call Bob"]) await add(first, title);
		const second = await first.context().newPage();
		await second.goto(frontend.origin);
		const edit = (page: Page, title: string) => press(item(page, title), "Edit");
		const save = async (page: Page, title: string) => {
			await page.getByLabel("Title", { exact: true }).fill(title);
			await press(page, "Save");
		};
		for (const [title, choice, kept] of [
			["Buy milk", "Keep mine", "Buy milk (second)"],
			["Call Bob", "Take theirs", "Call Bob (first)"],
		] as const) {
			await edit(first, title);
			await edit(second, title);
			await second.getByLabel("Title", { exact: true }).waitFor();
			await save(first, `${title} (first)`);
			await item(first, `${title} (first)`).locator(".title").waitFor();
			await save(second, `${title} (second)`);
			await second.getByText(`It now says “${title} (first)”`).waitFor();
			await screenshot(second, "conflict");
			await press(second, choice);
			await item(second, kept).locator(".title").waitFor();
		}
		// Who completes a task does not rename it: there is nothing to choose.
		await edit(second, "Buy milk (second)");
		await second.getByLabel("Title", { exact: true }).waitFor();
		await first.reload();
		await Promise.all([first.waitForResponse("**/complete"), checkbox(first, "Buy milk (second)").click()]);
		await save(second, "Buy oat milk");
		await second.locator(".tasks .completed", { hasText: "Buy oat milk" }).waitFor();
		await first.reload();
		await expectTitles(first, "Call Bob (first)", "Buy oat milk");
	});

	test("goes on offline, and what they did is sent when they are back", async () => {
		const page = await openApp();
		await signUp(page, "Ann");
		await add(page, "Before");
		await checkbox(page, "Before").waitFor();
		await page.context().setOffline(true);
		await page.getByText("You are offline").waitFor();
		for (const title of ["First offline", "Second offline"]) await add(page, title);
		await checkbox(page, "Before").click();
		await page.locator(".tasks .completed", { hasText: "Before" }).waitFor();
		await press(item(page, "Before"), "Edit");
		await page.getByLabel("Title", { exact: true }).fill("Before, renamed");
		await press(page, "Save");
		await screenshot(page, "offline");
		const asked = page.waitForEvent("dialog");
		void page.reload().catch(() => {});
		const question = await asked;
		expect(question.type()).toBe("beforeunload");
		await question.dismiss();
		const there = () => administer((sql) => sql`select from tasks where title like '%offline'`, databaseUrl);
		expect(await there()).toHaveLength(0);

		await page.context().setOffline(false);
		await page.getByText("You are offline").waitFor({ state: "hidden" });
		await checkbox(page, "Second offline").waitFor();
		await expectTitles(page, "Second offline", "First offline", "Before, renamed");
		expect(await there()).toHaveLength(2);
		await page.reload();
		await expectTitles(page, "Second offline", "First offline", "Before, renamed");
		await expectChecked(page, "Before, renamed", true);
	});

	test("does all of it with the keyboard, on a phone", async () => {
		const page = await openApp({ width: 390, height: 844 });
		await page.getByLabel("Name").focus();
		for (const text of ["Ann", "keyboard@example.org", "correct horse battery"]) {
			await page.keyboard.type(text);
			await page.keyboard.press("Tab");
		}
		await page.keyboard.press("Enter");
		await page.getByLabel("New task").focus();
		await page.keyboard.type("a title without a space ".replaceAll(" ", "_").repeat(4));
		await page.keyboard.press("Enter");
		const box = page.getByRole("checkbox");
		await box.focus();
		await page.keyboard.press("Space");
		await page.locator(".tasks .completed").waitFor();
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await page.getByLabel("Title", { exact: true }).waitFor();
		await page.keyboard.press("Control+A");
		await page.keyboard.type("Short");
		await page.keyboard.press("Enter");
		await expectTitles(page, "Short");
		// The focus is where it was before.
		await page.keyboard.press("Enter");
		await page.getByLabel("Title", { exact: true }).waitFor();
		await page.keyboard.press("Escape");
		await page.locator("button:focus", { hasText: "Edit" }).waitFor();
		for (const width of [390, 320]) {
			await page.setViewportSize({ width, height: 844 });
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
		}
	});
});

test("two users in two browsers never see each other's tasks", async () => {
	const [ann, bob] = [await openApp(), await openApp()];
	await Promise.all([signUp(ann, "Ann"), signUp(bob, "Bob")]);
	await Promise.all([add(ann, "Of Ann"), add(bob, "Of Bob")]);
	await Promise.all([ann.reload(), bob.reload()]);
	await expectTitles(ann, "Of Ann");
	await expectTitles(bob, "Of Bob");
	await checkbox(ann, "Of Ann").click();
	await item(ann, "Of Ann").locator(".completed").waitFor();
	await press(item(bob, "Of Bob"), "Delete");
	await bob.getByText("Nothing here").waitFor();
	await ann.reload();
	await expectTitles(ann, "Of Ann");
});

/** What a script on the page can read of an answer; null where the browser keeps it from the page. */
const read = (page: Page, url: string, headers: Record<string, string> = {}) =>
	page.evaluate(
		async ([address, init]) => {
			try {
				const response = await fetch(address, init);
				return { status: response.status, body: await response.json(), headers: Object.fromEntries(response.headers) };
			} catch {
				return null;
			}
		},
		[url, { headers }] as const,
	);

describe("a script on a page of the frontend's origin", () => {
	test("reads a 401 and its request id", async () => {
		const page = await openApp();
		const url = `${api.baseUrl}/api/ann/tasks`;
		for (const headers of [{}, { authorization: "Bearer x" }] as const) {
			const answer = await read(page, url, headers);
			expect(answer).toMatchObject({ status: 401, body: { data: null } });
			expect(answer?.headers["x-request-id"]).toBeString();
		}
	});

	test("may send credentials with its calls", async () => {
		const page = await openApp();
		const status = await page.evaluate(async ([address, init]) => (await fetch(address, init)).status, [
			`${api.baseUrl}/api/ann/tasks`,
			{ credentials: "include", headers: { authorization: "Bearer x" } },
		] as const);
		expect(status).toBe(401);
	});

	test("reads a 503 and when to come back", async () => {
		const page = await openApp();
		proxy.cut();
		const answer = await read(page, `${api.baseUrl}/health/ready`);
		await proxy.mend();
		expect(answer).toMatchObject({
			status: 503,
			body: { error: { code: "SERVICE_UNAVAILABLE" } },
			headers: { "retry-after": "1" },
		});
	});

	test("reads what it needs of a success", async () => {
		const page = await openApp();
		await signUp(page, "Ann");
		const { token, id } = await page.evaluate(async () => {
			const get = async (path: string) => (await fetch(path)).json();
			const { user } = await get("/api/auth/get-session");
			return { ...(await get("/api/auth/token")), id: user.id };
		});
		const answer = await read(page, `${api.baseUrl}/api/${id}/tasks`, {
			authorization: `Bearer ${token}`,
			prefer: "count=exact",
			"x-request-id": "from-the-page",
		});
		expect(answer).toMatchObject({
			status: 200,
			body: { data: [], error: null },
			headers: { link: expect.stringContaining('rel="first"'), "x-total-count": "0", "x-request-id": "from-the-page" },
		});
	});
});

test("a script on a page of any other origin reads nothing", async () => {
	const page = await openApp();
	const evil = Bun.serve({
		hostname: "localhost",
		port: 0,
		fetch: () => new Response("<h1>Evil</h1>", { headers: { "content-type": "text/html" } }),
	});
	try {
		await page.goto(`http://localhost:${evil.port}/`);
		for (const [path, headers] of [
			["/api/ann/tasks", {}],
			["/api/ann/tasks", { authorization: "Bearer x" }],
			["/health/live", {}],
			["/openapi.json", {}],
		] as const)
			expect(await read(page, api.baseUrl + path, headers)).toBeNull();
	} finally {
		await evil.stop(true);
	}
});

test("the documentation works with no other host in reach, and tries calls with a pasted token", async () => {
	const page = await openApp();
	await signUp(page, "Ann");
	await add(page, "Seen from the docs");
	const { token, id } = await page.evaluate(async () => {
		const get = async (path: string) => (await fetch(path)).json();
		const { user } = await get("/api/auth/get-session");
		return { ...(await get("/api/auth/token")), id: user.id };
	});

	const elsewhere: string[] = [];
	await page.context().route("**", (route) => {
		const url = route.request().url();
		if (url.startsWith(`${api.baseUrl}/`) || url.startsWith("data:")) return route.continue();
		elsewhere.push(url);
		return route.abort();
	});
	await page.goto(`${api.baseUrl}/docs`);
	await page.getByRole("heading", { name: /Tasks API/ }).waitFor();
	await screenshot(page, "docs");

	await press(page, "Authorize");
	await page.getByLabel("auth-bearer-value").fill(token);
	await press(page, "Apply credentials");
	await press(page, "Close");
	// The token says who it is, and their tasks which id there is: nothing else has to be filled in.
	for (const [operation, title] of [
		["listTasks", "List my tasks"],
		["getTask", "Get one of my tasks"],
	] as const) {
		const shown = page.locator(`#operations-Tasks-${operation}`);
		await shown.getByRole("button", { name: title }).click();
		await shown.getByRole("button", { name: "Try it out" }).click();
		const owner = shown.getByPlaceholder("user_id");
		expect(await owner.inputValue()).toBe(id);
		await shown.getByRole("button", { name: "Execute" }).click();
		const answer = shown.locator(".live-responses-table");
		await answer.waitFor();
		expect(await answer.textContent()).toContain("Seen from the docs");
		await owner.fill("somebody else");
		await shown.getByRole("button", { name: "Execute" }).click();
		await answer.getByText("403").first().waitFor();
		expect(await owner.inputValue()).toBe("somebody else");
	}
	await screenshot(page, "docs-tried");
	expect(elsewhere).toEqual([]);

	await page.setViewportSize({ width: 390, height: 844 });
	expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
	await screenshot(page, "docs-on-a-phone");
});

test("the documentation of a deprecated operation says since when, and until when it is there", async () => {
	const contract = Bun.YAML.parse(library) as Document;
	const server = new Elysia().use(docs(library, contract, () => {})).listen({ port: 0, hostname: "127.0.0.1" });
	try {
		const page = await openApp();
		await page.goto(`http://127.0.0.1:${server.server?.port}/docs`);
		const operation = page.locator("#operations-default-findBooks");
		await operation.getByRole("button", { name: /Find books/ }).click();
		await operation.getByText("Deprecated since 2026-07-01; it may be gone from 2027-01-01 on.").waitFor();
	} finally {
		await server.stop(true);
	}
});
