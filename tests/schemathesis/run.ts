/**
 * `bun run schemathesis [option …]`: Schemathesis, all of its checks and phases, on a service and a PostgreSQL of its
 * own. Options, like `--seed 1`, are its own.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocal } from "../../load/run/service.ts";
import { signToken } from "../../src/auth/sign.ts";
import { pythonPackages } from "../tools/install.ts";

async function main(options: readonly string[]): Promise<number> {
	const installed = await pythonPackages("schemathesis", ["schemathesis==4.32.5"]);
	await using cleanup = new AsyncDisposableStack();
	const folder = await mkdtemp(join(tmpdir(), "tasks-api-schemathesis-"));
	cleanup.defer(() => rm(folder, { recursive: true, force: true }));
	const { url, secret } = cleanup.use(await startLocal(folder));
	const user = "user_2b7e";
	const schemathesis = Bun.spawn(
		[
			join(installed, "bin/schemathesis"),
			"--config-file=schemathesis.toml",
			"run",
			`${url}/openapi.yaml`,
			"--checks=all",
			"--max-examples=200",
			...options,
		],
		{
			cwd: import.meta.dir,
			env: {
				...process.env,
				API_URL: url,
				API_USER: user,
				API_TOKEN: await signToken(secret, user),
				PYTHONDONTWRITEBYTECODE: "1",
			},
			stdio: ["ignore", "inherit", "inherit"],
		},
	);
	return await schemathesis.exited;
}

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
