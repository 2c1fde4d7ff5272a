import { runCommand } from "./process/commands.ts";
import { runProcess } from "./process/run.ts";

/** The program: `bun start`, or the one binary that `bun run build` makes of it. */
await runProcess(() => runCommand(process.argv.slice(2), process.env));
