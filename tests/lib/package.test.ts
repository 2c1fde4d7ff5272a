/** The client as a frontend takes it along: its size, where it runs, and what an editor and a compiler make of it. */
import { beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import ts from "typescript";
import contractText from "../../openapi/tasks.yaml" with { type: "text" };
import { signToken } from "../../src/auth/sign.ts";
import type { Document } from "../../src/contract/document.ts";
import { listOperations } from "../../src/contract/operation.ts";
import { outcomeOf } from "../command.ts";
import { temporaryFolder } from "../folder.ts";
import { newUser, secret, startServer } from "../harness.ts";

const client = join(import.meta.dir, "../../src/lib/api.ts");
const queries = join(import.meta.dir, "../../src/lib/queries.ts");

const { outputs } = await Bun.build({ entrypoints: [client], minify: true, target: "browser" });
const bundle = (await outputs[0]?.text()) ?? "";

test("the client has at most 3 KB, minified and gzipped, and imports nothing", () => {
	expect(bundle).toContain("createApi");
	expect(Bun.gzipSync(bundle).byteLength).toBeLessThanOrEqual(3 * 1024);
	expect(bundle).not.toMatch(/\bimport\b|\brequire\b/);
});

test("the client works in Node", async () => {
	const node = Bun.which("node");
	if (!node) throw new Error("Node 20 or newer must be on the PATH");
	await using server = await startServer();
	const user_id = newUser();
	const token = await signToken(secret, user_id);
	await using folder = await temporaryFolder("client");
	await Bun.write(join(folder.path, "api.mjs"), bundle);
	const program = join(folder.path, "use.mjs");
	await Bun.write(
		program,
		`import { createApi, unwrap } from "./api.mjs";
		const api = createApi({ baseUrl: process.env.API, token: () => process.env.TOKEN });
		const user_id = process.env.USER_ID;
		await unwrap(api.createTask({ user_id, body: { title: "from Node" }, idempotencyKey: "k" }));
		for await (const { title } of api.listAllTasks({ user_id })) console.log(title);`,
	);
	const env = { API: server.baseUrl, TOKEN: token, USER_ID: user_id };
	expect(await outcomeOf([node, program], { env })).toEqual({ output: "from Node", errors: "", code: 0 });
});

describe("in an editor", () => {
	const usage = join(import.meta.dir, "usage.ts");
	const document = Bun.YAML.parse(contractText) as Document;
	const operations = listOperations(document);
	const source = [
		'import { createApi } from "../../src/lib/api.ts";',
		'const api = createApi({ baseUrl: "" });',
		'const list = await api.listTasks({ user_id: "u" });',
		"if (list.ok) list.data;",
		...operations.map(({ id }) => `api.${id};`),
	].join("\n");

	let editor: ts.LanguageService;
	beforeAll(() => {
		editor = ts.createLanguageService({
			getCompilationSettings: () => ({
				strict: true,
				target: ts.ScriptTarget.ESNext,
				module: ts.ModuleKind.Preserve,
				moduleResolution: ts.ModuleResolutionKind.Bundler,
				allowUnreachableCode: false,
				allowUnusedLabels: false,
				exactOptionalPropertyTypes: true,
				noFallthroughCasesInSwitch: true,
				noImplicitOverride: true,
				noImplicitReturns: true,
				noPropertyAccessFromIndexSignature: true,
				noUncheckedIndexedAccess: true,
				noUnusedLocals: true,
				noUnusedParameters: true,
				skipLibCheck: true,
				allowImportingTsExtensions: true,
				lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
				types: [],
			}),
			getScriptFileNames: () => [usage, client, queries],
			getScriptVersion: () => "1",
			getScriptSnapshot: (name) => {
				const text = name === usage ? source : ts.sys.readFile(name);
				return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
			},
			getCurrentDirectory: () => import.meta.dir,
			getDefaultLibFileName: ts.getDefaultLibFilePath,
			fileExists: ts.sys.fileExists,
			readFile: ts.sys.readFile,
		});
	});

	const hover = (text: string) =>
		editor.getQuickInfoAtPosition(usage, source.indexOf(text) + text.lastIndexOf(".") + 1);
	const shown = (text: string) => ts.displayPartsToString(hover(text)?.displayParts).split("\n");

	test("hovering a function shows the contract's own description", () => {
		for (const { id, summary, description } of operations)
			expect(ts.displayPartsToString(hover(`api.${id};`)?.documentation)).toBe(`${summary}\n\n${description.trim()}`);
	});

	test("it shows what the function takes, one line per argument, and what comes of it", () => {
		expect(shown("api.listTasks;")).toEqual([
			"(method) Api.listTasks(args: {",
			"    user_id: string;",
			"    status?: TaskStatus | undefined;",
			'    sort?: "created_at" | "updated_at" | "title" | undefined;',
			'    order?: "asc" | "desc" | undefined;',
			"    limit?: number | undefined;",
			"    offset?: number | undefined;",
			"    after?: string | undefined;",
			"    prefer?: string | undefined;",
			"}, options?: CallOptions): Promise<ListTasksResult>",
		]);
		// Without the preference that few have.
		expect(shown("api.createTask;")).toEqual([
			"(method) Api.createTask(args: {",
			"    user_id: string;",
			"    idempotencyKey?: string | undefined;",
			"    prefer?: undefined;",
			"    body: CreateTask;",
			"}, options?: CallOptions): Promise<CreateTaskResult> (+1 overload)",
		]);
	});

	test("hovering what came of it shows the contract's names", () => {
		expect(shown("list.data")).toEqual(["(property) data: Task[]"]);
	});

	test.each([
		["the client", client],
		["what TanStack Query takes", queries],
	])("%s compiles as it is, and nothing in it is any", (_, path) => {
		const program = editor.getProgram();
		const file = program?.getSourceFile(path);
		if (!program || !file) throw new Error("no program");
		const problems = program.getSemanticDiagnostics(file);
		expect(problems.map(({ messageText }) => messageText)).toEqual([]);

		const anys: string[] = [];
		const visit = (node: ts.Node) => {
			if (node.kind === ts.SyntaxKind.AnyKeyword) anys.push(node.parent.getText());
			ts.forEachChild(node, visit);
		};
		visit(file);
		expect(anys).toEqual([]);
	});
});
