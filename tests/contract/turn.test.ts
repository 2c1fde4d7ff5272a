/** Nobody keeps the event loop to themselves: what else is due gets its turn while requests pour in. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import type { Handlers } from "../../src/contract/index.ts";
import type { Contract } from "./library.generated.ts";
import { library, readLibrary } from "./library.ts";

const requests = 300;

test("clients that reconnect at once with work for the server do not stop its timers", async () => {
	let handled = 0;
	let handledByThen: number | undefined;
	const handlers: Handlers<Contract> = {
		findBooks({ query, reply }) {
			if (handled++ === 0)
				setTimeout(() => {
					handledByThen = handled;
				});
			const until = performance.now() + 2;
			while (performance.now() < until);
			return reply(200, query, { "X-Count": "0" });
		},
		addBook: ({ fail }) => fail("NO_SUCH_SHELF"),
	};
	const app = library(readLibrary(), { handlers, deadline: 5_000, capacity: 1 }).listen({
		port: 0,
		hostname: "127.0.0.1",
		reusePort: false,
	});
	const path = "/shelves/fiction/books?year=1";
	const clients = Bun.spawn([
		process.execPath,
		join(import.meta.dir, "reconnect.ts"),
		String(app.server?.port),
		path,
		String(requests),
	]);
	await clients.exited;
	await app.server?.stop(true);

	expect(handled).toBe(requests);
	// Ten milliseconds are five requests; with nobody to let the timer through it would be nearly all of them.
	expect(handledByThen).toBeLessThan(requests / 3);
});
