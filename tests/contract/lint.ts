/**
 * `bun run lint`: Spectral, with its own rules for OpenAPI and OWASP's, has nothing to say about the contract. Redocly's
 * rules are among the tests.
 */
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../folder.ts";
import { nodePackages, run } from "../tools/install.ts";

const packages = await nodePackages("spectral", {
	"@stoplight/spectral-cli": "6.16.3",
	"@stoplight/spectral-owasp-ruleset": "2.0.1",
});
// The rules are found from where the ruleset is.
await using temporary = await temporaryFolder("lint");
const folder = temporary.path;
try {
	await symlink(join(packages, "node_modules"), join(folder, "node_modules"));
	await cp(join(import.meta.dir, "spectral.yaml"), join(folder, "rules.yaml"));
	await cp(join(import.meta.dir, "../../openapi/tasks.yaml"), join(folder, "tasks.yaml"));
	const spectral = "run --bun spectral lint tasks.yaml --ruleset rules.yaml";
	const said = await run(
		[process.execPath, ...spectral.split(" "), "--fail-severity", "hint"],
		"The contract breaks rules; mend it, or see tests/contract/spectral.yaml",
		{ cwd: folder },
	);
	console.log(said.trim());
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}
