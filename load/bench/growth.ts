/** The figures that need no floor: what changes with workers, with the depth and the length of a list, with time. */
import { readFileSync } from "node:fs";
import { middle, type Pace, ratioOf, type Sample, sample } from "./compare.ts";
import { drive, requestBytes } from "./generator.ts";
import type { Asked, Operation } from "./operations.ts";
import { rssOf } from "./processes.ts";
import type { Server, Stage, User } from "./stage.ts";

/** A figure, in words, and what it may be at most. */
export interface Figure {
	readonly name: string;
	readonly value: string;
	readonly target: string;
	readonly held: boolean;
}

/** A list's page far down, and a long list's first page, against the first page of a list of 10,000 and of 100. */
export async function lists(stage: Stage, server: Server, pace: Pace): Promise<Figure[]> {
	const first = await pageOf(stage, server, "user-10000", 0);
	const deep = await pageOf(stage, server, "user-10000", 9_000);
	const short = await pageOf(stage, server, "user-100", 0);
	const cost = async (page: Asked, base: Asked) => {
		const ratios: Sample[] = [];
		for (let round = 0; round < pace.rounds; round++)
			ratios.push(
				ratioOf(
					total(await sample(stage, server, page, pace.seconds)),
					total(await sample(stage, server, base, pace.seconds)),
				),
			);
		return middle(ratios).server;
	};
	return [
		atMost("page 181 by after= of 10,000 tasks / page 1", {
			value: await cost(deep, first),
			target: 1.1,
			unit: "×",
		}),
		atMost("page 1 of 10,000 tasks / page 1 of 100", {
			value: await cost(first, short),
			target: 1.1,
			unit: "×",
		}),
	];
}

/** What server and PostgreSQL use together. */
const total = (cost: Sample): Sample => ({
	...cost,
	server: cost.server + cost.database,
});

/** The page of 50 tasks that comes after so many, as `next` leads there. */
async function pageOf(stage: Stage, server: Server, user: User, depth: number): Promise<Asked> {
	const headers = { Authorization: `Bearer ${await stage.token(user)}` };
	let path = `/api/${user}/tasks?limit=50`;
	for (let passed = 0; passed < depth; passed += 50) {
		const page = await fetch(`http://127.0.0.1:${server.port}${path}`, {
			headers,
		});
		const link = page.headers.get("link") ?? "";
		path = /<([^>]*)>; rel="next"/.exec(link)?.[1] ?? "";
	}
	return { requests: [requestBytes("GET", path, headers)], status: 200 };
}

/** Two workers against one process: the cost of a request, and how the requests spread. */
export async function workers(
	stage: Stage,
	alone: Server,
	{ service: asked }: Operation,
	pace: Pace,
): Promise<Figure[]> {
	const pair = await stage.service({ WORKERS: "2" });
	// Linux spreads connections over processes by chance: many of them even out.
	const connections = 256;
	try {
		const run = (server: Server, seconds: number) => sample(stage, server, asked, seconds, connections);
		const logged = (text: string) =>
			readFileSync(pair.log, "utf8")
				.split("\n")
				.filter((line) => line.includes(text));
		while (logged('"listening"').length < 2) await Bun.sleep(10);
		await run(pair, pace.warmup * 3);
		const ratios: Sample[] = [];
		for (let round = 0; round < pace.rounds; round++)
			ratios.push(ratioOf(await run(pair, pace.seconds), await run(alone, pace.seconds)));
		const [pid] = pair.serving();
		await pair.stop();
		const requests = logged(`"route":"/api`);
		const own = requests.filter((line) => line.includes(`"pid":${pid},`));
		const share = (own.length / requests.length) * 100;
		return [
			atMost("CPU per request with WORKERS=2 / one process", {
				value: middle(ratios).server,
				target: 1.1,
				unit: "×",
			}),
			{
				name: "share of one of two workers (256 connections)",
				value: `${share.toFixed(0)} %`,
				target: "40–60 %",
				held: share >= 40 && share <= 60,
			},
		];
	} finally {
		await pair.stop();
	}
}

/** The memory that a server holds while 1,000 connections are busy. */
export async function memory(server: Server, { service: asked }: Operation, seconds: number): Promise<Figure> {
	let most = 0;
	const watch = () => {
		most = Math.max(most, rssOf(server.pid));
	};
	await drive({
		port: server.port,
		...asked,
		connections: 1000,
		seconds,
		watch,
	});
	watch();
	return atMost("RSS at 1,000 busy connections", {
		value: most,
		target: 150,
		unit: " MB",
	});
}

/** How long a server that has nothing to migrate takes until it takes connections. */
export async function startup(stage: Stage, rounds: number): Promise<Figure> {
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const server = await stage.service();
		times.push(server.startup);
		await server.stop();
	}
	return atMost("from start to listening, nothing to migrate", {
		value: times.toSorted((a, b) => a - b)[times.length >> 1] as number,
		target: 250,
		unit: " ms",
	});
}

/** How many statements PostgreSQL gets for a request. */
export async function statementsPer(
	stage: Stage,
	server: Server,
	{ name, service: asked }: Operation,
): Promise<Figure> {
	const { sql } = stage;
	await sql`select pg_stat_statements_reset()`;
	const { requests } = await drive({
		port: server.port,
		...asked,
		connections: 8,
		seconds: 0.1,
	});
	const [row] = await sql`
    select sum(calls)::int as calls
    from pg_stat_statements
    where toplevel and query ~ 'tasks' and query !~ 'pg_stat_statements'
  `;
	const value = (row?.calls ?? 0) / requests;
	return {
		name: `statements per ${name}`,
		value: value.toFixed(value === 1 ? 0 : 3),
		target: "1",
		held: value === 1,
	};
}

const atMost = (name: string, { value, target, unit }: { value: number; target: number; unit: string }): Figure => ({
	name,
	value: `${value.toFixed(unit === "×" ? 2 : 0)}${unit}`,
	target: `≤ ${target}${unit}`,
	held: value <= target,
});
