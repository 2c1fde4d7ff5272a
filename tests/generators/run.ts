/**
 * `bun run generators [name …]`: each generator makes a client of the contract that the service serves, which is
 * compiled and used: on the service as it is, and on one that has grown as the contract announces.
 */
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type LocalService, startLocal } from "../../load/run/service.ts";
import { signToken } from "../../src/auth/sign.ts";
import { createApi, unwrap } from "../../src/lib/api.ts";
import { type Alter, proxyTo } from "../conformance/altered.ts";
import { temporaryFolder } from "../folder.ts";
import { run } from "../tools/install.ts";
import { type Generator, generators } from "./generators.ts";

const newCode = "A_CODE_OF_NEXT_YEAR";

/** What may be added to the answers at any time: properties, headers and codes. */
const grown: Alter = async (request, forward) => {
	const answer = await forward(request);
	answer.headers.set("x-added", "yes");
	const body = JSON.parse(answer.text);
	body.added = { deep: [] };
	if (body.data) body.data.added = null;
	if (body.error) Object.assign(body.error, { code: newCode, added: 1 });
	return { ...answer, text: JSON.stringify(body) };
};

async function main(names: readonly string[]): Promise<void> {
	const unknown = names.find((name) => !generators.some((each) => each.name === name));
	if (unknown) throw new Error(`There is no generator ${unknown}: ${generators.map(({ name }) => name).join(", ")}`);
	await using cleanup = new AsyncDisposableStack();
	const { path: folder } = cleanup.use(await temporaryFolder("generators"));
	const service = cleanup.use(await startLocal(folder));
	const proxy = proxyTo(service.url, grown);
	cleanup.defer(() => proxy.stop(true));
	for (const generator of generators) {
		if (names.length > 0 && !names.includes(generator.name)) continue;
		const call = await built(generator, service, join(folder, generator.name));
		await used(generator, service, call, service.url, "TASK_NOT_FOUND");
		await used(generator, service, call, proxy.url.origin, newCode);
		console.log(`${generator.name}: generates, compiles, works`);
	}
}

/** Where `go` is, if it is nowhere else. */
const tools = join(import.meta.dir, "../tools");

/** Runs the call of a client with some environment; gives back what it prints. */
type Call = (environment: Record<string, string>) => Promise<string>;

/** Generates and compiles a client in a folder. */
async function built({ name, install, build, call }: Generator, { url }: LocalService, folder: string): Promise<Call> {
	const { programs, packages } = await install();
	await cp(join(import.meta.dir, name), folder, { recursive: true });
	if (packages) await symlink(packages, join(folder, "node_modules"));
	const contract = await fetch(`${url}/openapi.yaml`);
	await Bun.write(join(folder, "openapi.yaml"), contract);

	const step = (line: string, more: Record<string, string> = {}) => {
		const [program = "", ...args] = line.split(" ");
		const PATH = `${programs}:${process.env.PATH}:${tools}`;
		const path = program === "bun" ? process.execPath : (Bun.which(program, { PATH, cwd: folder }) ?? program);
		return run([path, ...args], `${name}: ${line}`, { cwd: folder, env: { ...process.env, PATH, ...more } });
	};
	for (const line of build) await step(line);
	return (environment) => step(call, environment);
}

/** Uses a client: the task that it makes is there, and it reads the code for one that is not. */
async function used(
	{ name }: Generator,
	{ url, secret }: LocalService,
	call: Call,
	at: string,
	code: string,
): Promise<void> {
	const user_id = `${name}-${crypto.randomUUID()}`;
	const token = await signToken(secret, user_id);
	const printed = await call({ API_URL: at, API_TOKEN: token, API_USER: user_id });
	if (printed.trim() !== code) throw new Error(`${name} read ${printed.trim()} instead of ${code}`);
	const api = createApi({ baseUrl: url, token: () => token });
	const tasks = await unwrap(api.listTasks({ user_id }));
	const titles = tasks.map(({ title }) => title);
	if (!Bun.deepEquals(titles, [`Made by ${name}`])) throw new Error(`${name} made ${JSON.stringify(titles)}`);
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
