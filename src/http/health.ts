import { type Handlers, Problem } from "../contract/index.ts";
import type { Database } from "../db/database.ts";
import type { Contract } from "../generated/contract.ts";

export function healthHandlers(db: Database, draining: () => boolean) {
	return {
		getLiveness: ({ reply }) => reply(200, { data: { status: "ok" }, error: null }),

		async getReadiness({ reply }) {
			if (draining()) throw new Problem("SERVICE_UNAVAILABLE", { cause: "the process is shutting down" });
			await db.ready();
			return reply(200, { data: { status: "ok" }, error: null });
		},
	} satisfies Partial<Handlers<Contract>>;
}
