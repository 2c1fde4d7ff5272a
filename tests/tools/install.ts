/**
 * The tools of others that check us: each is installed once, in its exact version, into a folder of its own in the
 * user's cache. None of them is a dependency of ours.
 */
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { outcomeOf } from "../command.ts";

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "tasks-api");

/** A Go program of this name, built from a package of a module; gives back its path. */
export async function goProgram(name: string, version: string, module: string, path = ""): Promise<string> {
	const script = join(import.meta.dir, "install-go");
	if (!(await Bun.file(join(cache, `${name}-${version}`, name)).exists()))
		console.error(`Building ${name}; this may take some minutes`);
	const output = await run([script, name, version, module, module + path], `${name} could not be built`);
	return output.trim();
}

/** A folder with these npm packages; gives back its path. */
export async function nodePackages(name: string, dependencies: Readonly<Record<string, string>>): Promise<string> {
	const manifest = JSON.stringify({ private: true, dependencies });
	return once(name, manifest, async (folder) => {
		await Bun.write(join(folder, "package.json"), manifest);
		await run(
			[process.execPath, "install", "--silent", "--cwd", folder],
			`${name} could not be installed from the npm registry`,
		);
	});
}

/** A virtual environment with these packages from PyPI, like `schemathesis==4.32.5`; gives back its path. */
export async function pythonPackages(name: string, requirements: readonly string[]): Promise<string> {
	const python = Bun.which("python3");
	if (!python) throw new Error(`${name} needs Python 3.10 or newer: https://www.python.org/downloads`);
	return once(name, requirements.join("\n"), async (folder) => {
		await run(
			[python, "-m", "venv", "--clear", folder],
			`${name} needs Python's venv (Debian's package is python3-venv)`,
		);
		await run(
			[join(folder, "bin/pip"), "install", "--quiet", ...requirements],
			`${name} could not be installed from PyPI`,
		);
	});
}

/** Does the work once for what is wanted in a folder; a folder of half the work is not taken for a whole one. */
async function once(name: string, wanted: string, install: (folder: string) => Promise<void>): Promise<string> {
	const digest = createHash("sha256").update(wanted).digest("hex").slice(0, 12);
	const folder = join(cache, `${name}-${digest}`);
	const installed = Bun.file(join(folder, ".installed"));
	if (await installed.exists()) return folder;
	console.error(`Installing ${name}`);
	await mkdir(folder, { recursive: true });
	await install(folder);
	await installed.write(wanted);
	return folder;
}

/** What a program prints; throws `failed`, and what the program says of it, where it fails. */
export async function run(
	command: readonly string[],
	failed: string,
	options: { cwd?: string; env?: Record<string, string | undefined> } = {},
): Promise<string> {
	const { output, errors, code } = await outcomeOf(command, options);
	if (code === 0) return output;
	const said = `${output}\n${errors}`.trim();
	throw new Error(`${failed}:${said.includes("\n") ? "\n" : " "}${said}`);
}
