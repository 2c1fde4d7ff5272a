/** The project's texts, as far as tests look at them. */
import { join } from "node:path";

export const root = join(import.meta.dir, "..");

export interface Markdown {
	/** Where it is, from the project's folder. */
	readonly path: string;
	readonly text: string;
	/** The text without blocks of code, each paragraph on its own lines. */
	readonly prose: string;
}

/** All Markdown files of the project. */
export async function readMarkdown(): Promise<Markdown[]> {
	const paths = [...new Bun.Glob("**/*.md").scanSync({ cwd: root, dot: true })]
		.filter((path) => !/(^|\/)(node_modules|\.dev|\.git|dist|results)\//.test(path))
		.toSorted();
	return Promise.all(
		paths.map(async (path) => {
			const text = await Bun.file(join(root, path)).text();
			return { path, text, prose: text.replace(/^ *```.*?^ *```$/gms, "") };
		}),
	);
}

/** Where the links of a text lead, those to other sites left out. */
export const linksOf = ({ prose }: Markdown): string[] =>
	[...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target).filter((target) => !/^\w+:/.test(target));

/** The anchors that GitHub gives a text's headings. */
export function anchorsOf({ prose }: Markdown): Set<string> {
	const anchors = new Set<string>();
	for (const [, heading = ""] of prose.matchAll(/^#+ (.*)$/gm)) {
		const anchor = heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_ -]/gu, "")
			.replaceAll(" ", "-");
		let unique = anchor;
		for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
		anchors.add(unique);
	}
	return anchors;
}

/** The section below a heading of this text, its own sections included. */
export function sectionOf({ text, path }: Markdown, heading: string): string {
	const [, level = "", rest] = new RegExp(`^(#+) ${heading}\\n(.*)`, "ms").exec(text) ?? [];
	if (rest === undefined) throw new Error(`${path} has no section "${heading}"`);
	return rest.split(new RegExp(`^#{1,${level.length}} `, "m"))[0] ?? "";
}

/** What stands in backticks in the first cells of a text's tables. */
export const firstCells = (text: string): string[] =>
	[...text.matchAll(/^\|([^|]*)\|/gm)].flatMap(([, cell = ""]) =>
		[...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
	);
