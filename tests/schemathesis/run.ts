/**
 * `bun run schemathesis [option …]`: Schemathesis, all of its checks and phases, on a service and a PostgreSQL of its
 * own. Options, like `--seed 1`, are its own.
 */
import { join } from "node:path";
import { startLocal } from "../../load/run/service.ts";
import { signToken } from "../../src/auth/sign.ts";
import { temporaryFolder } from "../folder.ts";
import { pythonPackages } from "../tools/install.ts";

async function main(options: readonly string[]): Promise<number> {
	const installed = await pythonPackages("schemathesis", ["schemathesis==4.32.5"]);
	await using folder = await temporaryFolder("schemathesis");
	await using service = await startLocal(folder.path);
	const { url, secret } = service;
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
