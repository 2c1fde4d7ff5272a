import { Elysia } from "elysia";
import { bearerToken, type TokenRules } from "./auth/token.ts";
import { mount, type Observe } from "./contract/index.ts";
import type { Database } from "./db/database.ts";
import type { Contract } from "./generated/contract.ts";
import { crossOrigin } from "./http/cors.ts";
import { docs } from "./http/docs/docs.ts";
import { closeWhen } from "./http/draining.ts";
import { healthHandlers } from "./http/health.ts";
import type { Log } from "./observe/log.ts";
import { contractText, readContract } from "./openapi.ts";
import { taskHandlers } from "./tasks/handlers.ts";

interface AppOptions {
	readonly db: Database;
	readonly log: Log;
	readonly observe: Observe;
	readonly tokens: TokenRules;
	readonly corsOrigins: readonly string[];
	/** How long a request may take, in milliseconds. */
	readonly deadline: number;
	/** How many requests the database can work on at a time. */
	readonly capacity: number;
	readonly draining: () => boolean;
}

/** Composes the whole service; `listen` on what it gives back starts it. */
export function createApp(options: AppOptions) {
	const { db, log, observe, tokens, corsOrigins, deadline, capacity, draining } = options;
	const contract = readContract();
	return new Elysia({
		strictPath: true,
		// Elysia would look for the path at a fixed place of the URL, and miss it behind a short Host.
		handler: { standardHostname: false },
	})
		.use(closeWhen(draining))
		.use(crossOrigin(contract, corsOrigins))
		.use(docs(contractText, contract, observe))
		.use(
			mount<Contract>(contract, {
				handlers: { ...taskHandlers(db), ...healthHandlers(db, draining) },
				authenticators: {
					bearer: bearerToken(tokens, {
						keysUnavailable: (error) => log.events.warn({ error }, "no keys from the JWKS endpoint"),
						keysMissing: (algorithm) =>
							log.events.warn(
								{ algorithm },
								"tokens are signed with a key, as Better Auth's jwt() plugin does: set BETTER_AUTH_URL to accept them",
							),
					}),
				},
				deadline,
				capacity,
				observe,
			}),
		);
}
