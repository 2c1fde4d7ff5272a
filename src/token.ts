import { signToken } from "./auth/sign.ts";
import { ConfigError } from "./config.ts";
import { devSecret } from "./dev-secret.ts";
import { runCommand } from "./process.ts";

/** `bun run token <user-id>`: prints a token that is good for a day, for the running `dev` or for BETTER_AUTH_SECRET. */
await runCommand(async () => {
	const [subject, ...rest] = process.argv.slice(2);
	if (!subject || rest.length > 0)
		throw new ConfigError(["Usage: bun run token <user-id>"]);
	const secret = process.env.BETTER_AUTH_SECRET || (await devSecret());
	console.log(await signToken(secret, subject, { lifetime: 24 * 3600 }));
});
