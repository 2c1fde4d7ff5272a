import { goProgram, nodePackages, pythonPackages } from "../tools/install.ts";

/** A generator of clients that our users have, and what is done with it in a folder that has `openapi.yaml`. */
export interface Generator {
	readonly name: string;
	/** Installs it; gives back where its packages and its programs are. */
	readonly install: () => Promise<Installed>;
	/** The commands that generate a client and compile it with `call.*`, in order. */
	readonly build: readonly string[];
	/** The command that runs `call.*`. */
	readonly call: string;
}

interface Installed {
	/** A folder of programs. */
	readonly programs: string;
	/** The `node_modules` that the code is compiled with. */
	readonly packages?: string;
}

const fromNpm = (name: string, dependencies: Readonly<Record<string, string>>) => async (): Promise<Installed> => {
	const all = { typescript: "5.9.3", ...dependencies };
	const packages = `${await nodePackages(name, all)}/node_modules`;
	return { packages, programs: `${packages}/.bin` };
};
const compile =
	"bun run --bun tsc --noEmit --strict --target esnext --module preserve --moduleResolution bundler --allowImportingTsExtensions call.ts";

/** The generators, as their own documentation starts them: with their defaults. */
export const generators: readonly Generator[] = [
	{
		name: "openapi-typescript",
		install: fromNpm("openapi-typescript", { "openapi-typescript": "7.13.0", "openapi-fetch": "0.17.0" }),
		build: ["bun run --bun openapi-typescript openapi.yaml --output generated.ts", compile],
		call: "bun call.ts",
	},
	{
		name: "hey-api",
		install: fromNpm("hey-api", { "@hey-api/openapi-ts": "0.99.0" }),
		build: ["bun run --bun openapi-ts --input openapi.yaml --output generated", compile],
		call: "bun call.ts",
	},
	{
		name: "orval",
		install: fromNpm("orval", { orval: "8.30.0", prettier: "3.6.2", zod: "4.6.7" }),
		build: ["bun run --bun orval", compile],
		call: "bun call.ts",
	},
	{
		name: "openapi-python-client",
		install: async () => {
			const folder = await pythonPackages("openapi-python-client", ["openapi-python-client==0.29.1", "mypy==1.19.0"]);
			return { programs: `${folder}/bin` };
		},
		build: [
			"openapi-python-client generate --path openapi.yaml --meta none --output-path generated",
			"mypy --strict --follow-imports=silent call.py",
		],
		call: "python call.py",
	},
	{
		name: "oapi-codegen",
		install: async () => {
			const module = "github.com/oapi-codegen/oapi-codegen/v2";
			const path = "/cmd/oapi-codegen";
			const program = await goProgram("oapi-codegen", "2.8.2", module, path);
			return { programs: program.replace(/\/[^/]*$/, "") };
		},
		build: [
			"mkdir tasks",
			"oapi-codegen -generate types,client -package tasks -o tasks/client.go openapi.yaml",
			"go mod init call",
			"go mod edit -require=github.com/oapi-codegen/runtime@v1.8.0",
			"go build -mod=mod -o call .",
		],
		call: "./call",
	},
];
