/** The load: wrk, whose own cost is small beside that of what it measures, with which it shares the machine. */
import { join } from "node:path";

export interface Request {
	readonly method: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface Load {
	/** Sent in turn, over keep-alive connections that each wait for an answer before they send the next. */
	readonly requests: readonly Request[];
	/** The status that each is answered with. */
	readonly status: number;
	readonly connections: number;
}

/** What wrk counted; the latencies are in milliseconds. */
export interface Outcome {
	readonly requests: number;
	readonly seconds: number;
	readonly p50: number;
	readonly p99: number;
}

/** The path of wrk. Throws how to get it. */
export function findWrk(): string {
	const wrk = Bun.which("wrk");
	if (!wrk) throw new Error("wrk is missing: `apt-get install wrk`");
	return wrk;
}

/** Puts the load on a server for so many whole seconds. Throws where an answer is not what it must be. */
export async function drive(url: string, load: Load, seconds: number, folder: string): Promise<Outcome> {
	const script = join(folder, "requests.lua");
	await Bun.write(script, scriptOf(load.requests.map(bytesOf)));
	const child = Bun.spawn(
		[
			findWrk(),
			"--threads=1",
			`--connections=${load.connections}`,
			`--duration=${seconds}`,
			"--timeout=10s",
			`--script=${script}`,
			url,
		],
		// Ctrl-C is for us, who end it in order.
		{ stdio: ["ignore", "pipe", "pipe"], detached: true },
	);
	const [output, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
	if ((await child.exited) !== 0) throw new Error(`wrk failed: ${errors}${output}`);
	const { refused, lost, ...outcome } = JSON.parse(output.trim().split("\n").at(-1) ?? "");
	if (lost > 0 || refused !== (load.status < 400 ? 0 : outcome.requests))
		throw new Error(`wrk got wrong answers, or none:\n${output}`);
	return outcome;
}

/** Sends the load's first request alone. Throws where its answer has another status: wrk only tells 4xx and 5xx. */
export async function check(url: string, { requests: [first], status }: Load): Promise<void> {
	const answer = await fetch(url + first?.path, first);
	if (answer.status !== status)
		throw new Error(`${first?.method} ${first?.path}: ${answer.status} ${await answer.text()}`);
}

/** What wrk runs: Lua, whose strings are written like those of JSON as long as they are ASCII. */
const scriptOf = (requests: readonly string[]): string => `
local requests, sent = { ${requests.map((request) => JSON.stringify(request)).join(",\n")} }, 0
function request()
	sent = sent % #requests + 1
	return requests[sent]
end
function done(summary, latency)
	local errors = summary.errors
	print(string.format(
		'{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"refused":%d,"lost":%d}',
		summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
		errors.status, errors.connect + errors.read + errors.write + errors.timeout
	))
end
`;

/** A whole HTTP/1.1 request. */
function bytesOf({ method, path, headers, body = "" }: Request): string {
	const fields = { Host: "localhost", ...headers, ...(method !== "GET" && { "Content-Length": body.length }) };
	const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
	return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}
