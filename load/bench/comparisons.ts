import type { Server } from "../run/service.ts";
import type { Stage } from "./stage.ts";
import type { Load, Request } from "./wrk.ts";

/** What is measured: a server under a load. */
export interface Side {
	readonly server: Server;
	readonly load: Load;
}

/** What is measured against what, and what the ratio of the two may be. */
export interface Comparison {
	readonly name: string;
	readonly side: Side;
	readonly against: Side;
	/** Whose CPU time counts: the server's alone, or PostgreSQL's, too. */
	readonly cost: "server" | "both";
	/** The most CPU time per request. */
	readonly cpu: number;
	/** The least requests per second, where that is promised. */
	readonly rate?: number;
}

interface Servers {
	readonly service: Server;
	/** The service with two workers. */
	readonly pair: Server;
	readonly floor: Server;
}

/** All that is compared. */
export async function comparisons(stage: Stage, { service, pair, floor }: Servers): Promise<Comparison[]> {
	const readers = await stage.crowd("readers");
	const creators = await stage.crowd("creators");
	const changers = await stage.crowd("changers");
	const collectors = await stage.crowd("collectors");
	const list = load(readers.lists);
	const get = load(readers.tasks);
	const create = load(
		creators.lists.map((request) => ({ ...sent("POST", request), body: task })),
		201,
	);
	const toggle = load(changers.tasks.map((request) => sent("PATCH", request, "/complete")));
	// Linux spreads connections over processes by chance: many of them even out.
	const crowded = { ...get, connections: 256 };
	const page1 = load(collectors.lists);
	const page181 = load(await Promise.all(collectors.lists.map((request) => nextPage(service, request, 8950))));

	/** The same work on both sides. */
	const job = (name: string, cpu: number, work: Load): Comparison => {
		return { name, side: on(service, work), against: on(floor, work), cost: "server", cpu, rate: 0.85 };
	};
	/** An answer that takes no work, against one that never changes. */
	const constant = (name: string, path: string, status: number, headers = {}): Comparison => {
		const asked = load([{ method: "GET", path, headers }], status);
		const same = load([{ method: "GET", path: "/", headers }]);
		return { name, side: on(service, asked), against: on(floor, same), cost: "server", cpu: 2 };
	};
	/** The service against itself. */
	const itself = (name: string, side: Side, against: Side, cost: Comparison["cost"]): Comparison => {
		return { name, side, against, cost, cpu: 1.1 };
	};
	return [
		job("getTask", 1.25, get),
		job("listTasks, 50 of 200", 1.1, list),
		job("createTask", 1.25, create),
		job("toggleTaskCompletion", 1.25, toggle),
		constant("401, no token", "/api/readers-1/tasks", 401),
		constant("404, unknown path", "/nowhere", 404, readers.lists[0]?.headers),
		constant("/health/live", "/health/live", 200),
		itself("WORKERS=2 / 1, getTask", on(pair, crowded), on(service, crowded), "server"),
		itself("page 1 of 10,000 tasks / of 200", on(service, page1), on(service, list), "both"),
		itself("page 181 of 10,000 tasks / page 1", on(service, page181), on(service, page1), "both"),
	];
}

const on = (server: Server, load: Load): Side => ({ server, load });

const task = JSON.stringify({ title: "Buy milk", description: "Two litres" });

const load = (requests: readonly Request[], status = 200): Load => ({ requests, status, connections: 64 });

/** A request that changes something, at a path below that of another one. */
const sent = (method: string, { path, headers }: Request, below = ""): Request => ({
	method,
	path: path + below,
	headers: { ...headers, "Content-Type": "application/json" },
});

/** The request for the page behind the one at an offset, as `next` leads there. */
async function nextPage({ url }: Server, request: Request, offset: number): Promise<Request> {
	const page = await fetch(`${url}${request.path}?offset=${offset}`, request);
	const next = /<([^>]*)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
	if (!next) throw new Error(`${request.path} has no page behind ${offset}`);
	return { ...request, path: next };
}
