import type { Environment } from "../../config.ts";
import type { Running } from "../lifecycle.ts";

/** Does what the arguments ask for; gives back what then goes on running, if anything does. */
export type Command = (args: readonly string[], environment: Environment) => Promise<Running | undefined>;
