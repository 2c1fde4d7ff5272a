/** The READMEs' code, as somebody who pastes it would find it. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import ts from "typescript";

const root = join(import.meta.dir, "..");
/** Where the README's frontend would be. Nothing is written there. */
const project = join(root, "frontend-of-the-readme");
const texts = await Promise.all(
	["README.md", "db/README.md", "src/lib/README.md", "src/demo/README.md"].map((path) =>
		Bun.file(join(root, path)).text(),
	),
);

/** Vite's own configuration, which this project does not install what for. */
const foreign = /from "(vite|@vitejs\/)/;

/** What the examples use of Next.js, which this project does not install. */
const next = `
	declare module "next/headers" {
		export function headers(): Promise<Headers>;
	}
	declare module "next/navigation" {
		export function redirect(path: string): never;
	}
`;

/** What a fragment takes for granted. */
const givens = `
	import type { Api } from "@/lib/api";
	declare global {
		const api: Api;
		const token: string;
		const user_id: string;
		const task_id: number;
	}
`;

/** The README's TypeScript by path: the one in its first line, or a made-up one. */
function examples(): Map<string, string> {
	const files = new Map([
		[join(project, "givens.d.ts"), givens],
		[join(project, "next.d.ts"), next],
	]);
	const blocks = texts.join("\n").matchAll(/^( *)```(tsx?)\n(.*?)^ *```/gms);
	for (const [, indent = "", kind, block = ""] of blocks) {
		const text = block.replaceAll(new RegExp(`^${indent}`, "gm"), "");
		if (foreign.test(text)) continue;
		const name = /^\/\/ ([\w./[\]-]+\.tsx?)/.exec(text)?.[1];
		// The export makes a fragment a module, in which it may await.
		files.set(join(project, name ?? `fragment-${files.size}.${kind}`), name ? text : `${text}\nexport {};`);
	}
	return files;
}

test("every TypeScript example of the READMEs compiles against the client", () => {
	const files = examples();
	expect(files.size).toBeGreaterThan(16);
	const options: ts.CompilerOptions = {
		strict: true,
		exactOptionalPropertyTypes: true,
		noEmit: true,
		target: ts.ScriptTarget.ESNext,
		module: ts.ModuleKind.Preserve,
		moduleResolution: ts.ModuleResolutionKind.Bundler,
		lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
		types: ["node"],
		jsx: ts.JsxEmit.ReactJSX,
		skipLibCheck: true,
		paths: {
			"@/lib/api": [join(root, "src/lib/api.ts")],
			"@/lib/fastapi-fetch": [join(root, "src/lib/fastapi-fetch.ts")],
			"@/lib/queries": [join(root, "src/lib/queries.ts")],
			"@/*": [join(project, "*")],
		},
	};
	const host = ts.createCompilerHost(options);
	const { fileExists, readFile, getSourceFile } = host;
	host.fileExists = (path) => files.has(path) || fileExists(path);
	host.readFile = (path) => files.get(path) ?? readFile(path);
	host.getSourceFile = (path, target, ...rest) => {
		const text = files.get(path);
		return text === undefined ? getSourceFile(path, target, ...rest) : ts.createSourceFile(path, text, target);
	};
	host.directoryExists = () => true;
	const program = ts.createProgram([...files.keys()], options, host);
	const problems = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
		const at = file?.getLineAndCharacterOfPosition(start ?? 0);
		const text = ts.flattenDiagnosticMessageText(messageText, "\n");
		return `${file?.fileName}:${(at?.line ?? 0) + 1} ${text}`;
	});
	expect(problems).toEqual([]);
});

test("the server component waits below a <Suspense>, without which Next.js does not build it", () => {
	const page = examples().get(join(project, "app/tasks/page.tsx")) ?? "";
	const shown = /^export default function.*?^}/ms.exec(page)?.[0];
	expect(shown).toMatch(/<Suspense .*>\s*<Tasks \/>\s*<\/Suspense>/);
	expect(shown).not.toContain("await");
});
