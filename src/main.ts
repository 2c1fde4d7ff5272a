import { run } from "./process/commands/run.ts";
import { runProcess } from "./process/lifecycle.ts";

/** The program: `bun start`, or the one binary that `bun run build` makes of it. */
await runProcess(() => run(process.argv.slice(2), process.env));
