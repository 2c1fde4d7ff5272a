import { join } from "node:path";
import { resolveBinary } from "dbmate";
import { migrationsFolder, packedDbmate } from "../db/dbmate.ts";

/** `bun run build`: makes dist/tasks-api, the whole service in one file that needs nothing else. */
const root = join(import.meta.dir, "../..");
const dbmate = join(root, "dist", packedDbmate);
await Bun.write(dbmate, Bun.file(resolveBinary()));

const result = await Bun.build({
	entrypoints: [
		join(root, "src/main.ts"),
		...new Bun.Glob("*.sql").scanSync({ cwd: migrationsFolder, absolute: true }),
		dbmate,
	],
	loader: { ".sql": "file", ".bin": "file" },
	naming: { asset: "[name].[ext]" },
	minify: true,
	compile: {
		outfile: join(root, "dist/tasks-api"),
		// Its configuration is the environment, not a file where it happens to be started.
		autoloadDotenv: false,
		autoloadBunfig: false,
	},
});
await Bun.file(dbmate).delete();
console.log(`Built ${result.outputs.map(({ path }) => path).join(", ")}`);
