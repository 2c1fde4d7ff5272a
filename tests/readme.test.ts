/** The READMEs and their like, as somebody who follows them would find them. */
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import ts from "typescript";
import manifest from "../package.json" with { type: "json" };
import { anchorsOf, firstCells, linksOf, type Markdown, readMarkdown, root, sectionOf } from "./markdown.ts";

const texts = await readMarkdown();

function textAt(path: string): Markdown {
	const found = texts.find((each) => each.path === path);
	if (!found) throw new Error(`There is no ${path}`);
	return found;
}

/** Where the README's frontend would be. Nothing is written there. */
const project = join(root, "frontend-of-the-readme");

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

/** The READMEs' TypeScript by path: the one in its first line, or a made-up one. */
function examples(): Map<string, string> {
	const files = new Map([
		[join(project, "givens.d.ts"), givens],
		[join(project, "next.d.ts"), next],
	]);
	const blocks = texts
		.filter(({ path }) => path.endsWith("README.md"))
		.flatMap(({ text }) => [...text.matchAll(/^( *)```(tsx?)\n(.*?)^ *```/gms)]);
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

test("every link leads to a file that exists, and to a heading in it", () => {
	const links = texts.flatMap((from) => linksOf(from).map((link) => ({ from: from.path, link })));
	expect(links.length).toBeGreaterThan(80);
	const dead = links.filter(({ from, link }) => {
		const [file = "", anchor] = link.split("#");
		const path = file ? normalize(join(dirname(from), file)) : from;
		return !existsSync(join(root, path)) || (anchor !== undefined && !anchorsOf(textAt(path)).has(anchor));
	});
	expect(dead).toEqual([]);
});

test("every `bun run` names a command that there is", () => {
	const named = texts.flatMap(({ path, text }) =>
		[...text.matchAll(/\bbun(?:@[\d.]+)?\s+run\s+([\w:-]+)/g)].map(([, name = ""]) => ({ path, name })),
	);
	expect(named.length).toBeGreaterThan(50);
	expect(named.filter(({ name }) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
});

test("the README's configuration has the variables that the service reads, and no others", async () => {
	const read = [...(await Bun.file(join(root, "src/config.ts")).text()).matchAll(/\bread(?:<\w+>)?\("(\w+)"/g)];
	const documented = firstCells(sectionOf(textAt("README.md"), "Configuration"));
	expect(documented.toSorted()).toEqual([...new Set(read.map(([, name = ""]) => name))].toSorted());
});

test("every package that the project depends on has its reason, and every reason its package", () => {
	const { dependencies, devDependencies, optionalDependencies } = manifest;
	const packages = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
	const contributing = textAt(".github/CONTRIBUTING.md");
	const explained = ["In the service", "In development"].flatMap((heading) =>
		firstCells(sectionOf(contributing, heading)),
	);
	expect(explained.toSorted()).toEqual(packages.toSorted());
});

test("every file and folder of the project that a text names is there", () => {
	const named = texts.flatMap(({ path, prose }) => {
		// The tests' own README names them from its folder.
		const folders = path === "tests/README.md" ? [root, join(root, "tests")] : [root];
		const names =
			folders.length > 1 ? /`([\w/.-]+(?:\.ts|\/))`/g : /`((?:db|load|openapi|src|tests)\/[\w/.-]*[./]\w*)`/g;
		return [...prose.matchAll(names)].map(([, file = ""]) => ({ path, file, folders }));
	});
	expect(named.length).toBeGreaterThan(100);
	const missing = named.filter(({ file, folders }) => !folders.some((folder) => existsSync(join(folder, file))));
	expect(missing).toEqual([]);
});

test("the README is read in a few minutes", () => {
	expect(textAt("README.md").text.split("\n").length).toBeLessThanOrEqual(250);
});

test("the server component waits below a <Suspense>, without which Next.js does not build it", () => {
	const page = examples().get(join(project, "app/tasks/page.tsx")) ?? "";
	const shown = /^export default function.*?^}/ms.exec(page)?.[0];
	expect(shown).toMatch(/<Suspense .*>\s*<Tasks \/>\s*<\/Suspense>/);
	expect(shown).not.toContain("await");
});
