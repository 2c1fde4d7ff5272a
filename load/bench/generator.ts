/**
 * The load: keep-alive connections that each send a request, wait for its whole answer, and send the next. Raw
 * sockets and requests that are bytes beforehand keep its own cost small, since it shares the machine with what it
 * measures; and nothing needs to be installed.
 */
export interface Load {
	readonly port: number;
	/** Sent in turn, as the bytes of a whole HTTP/1.1 request. */
	readonly requests: readonly Buffer[];
	/** The status that each answer must have. */
	readonly status: number;
	readonly connections: number;
	/** In seconds. */
	readonly seconds: number;
	/** Called every quarter of a second. */
	readonly watch?: () => void;
}

export interface Outcome {
	readonly requests: number;
	/** From the first request to the last answer. */
	readonly seconds: number;
	/** In milliseconds, ascending. */
	readonly latencies: Float64Array;
}

interface Connection {
	sentAt: number;
	/** How many bytes of the answer are still to come; undefined before its head is complete. */
	missing: number | undefined;
	head: Buffer;
}

/** Runs the load until its time is over. Throws where an answer is not what it must be. */
export async function drive(load: Load): Promise<Outcome> {
	const { requests, connections } = load;
	const done = Promise.withResolvers<void>();
	const latencies: number[] = [];
	let next = 0;
	let open = 0;
	let over = Number.POSITIVE_INFINITY;

	const send = (socket: Bun.Socket<Connection>) => {
		const request = requests[next++ % requests.length] as Buffer;
		socket.data.missing = undefined;
		socket.data.sentAt = performance.now();
		if (socket.write(request) !== request.length) done.reject(new Error("a request did not fit into the socket"));
	};
	const close = (_: unknown, error?: Error) => {
		open -= 1;
		if (error || performance.now() < over) done.reject(error ?? new Error("the server closed a connection"));
		else if (open === 0) done.resolve();
	};
	const data = (socket: Bun.Socket<Connection>, chunk: Buffer) => {
		const state = socket.data;
		if (state.missing === undefined) {
			const bytes = state.head.length ? Buffer.concat([state.head, chunk]) : chunk;
			const answer = headOf(bytes);
			if (!answer) {
				state.head = Buffer.from(bytes);
				return;
			}
			if (answer.status !== load.status) done.reject(new Error(`unexpected answer:\n${bytes}`));
			state.head = none;
			state.missing = answer.length - bytes.length;
		} else state.missing -= chunk.length;
		if (state.missing > 0) return;

		const now = performance.now();
		latencies.push(now - state.sentAt);
		if (now < over) send(socket);
		else socket.end();
	};

	const sockets = await Promise.all(
		Array.from({ length: connections }, () =>
			Bun.connect<Connection>({
				hostname: "127.0.0.1",
				port: load.port,
				data: { sentAt: 0, missing: undefined, head: none },
				socket: { data, close, error: close },
			}),
		),
	);
	open = connections;
	const watch = setInterval(() => load.watch?.(), 250);
	const started = performance.now();
	over = started + load.seconds * 1000;
	for (const socket of sockets) send(socket);
	try {
		await done.promise;
	} finally {
		clearInterval(watch);
	}
	return {
		requests: latencies.length,
		seconds: (performance.now() - started) / 1000,
		latencies: Float64Array.from(latencies).sort(),
	};
}

const none = Buffer.alloc(0);

/** The status and the length of an answer in bytes, once its head is there. */
function headOf(bytes: Buffer): { status: number; length: number } | undefined {
	const end = bytes.indexOf("\r\n\r\n");
	if (end < 0) return undefined;
	const head = bytes.toString("latin1", 0, end);
	const body = /content-length: *(\d+)/i.exec(head)?.[1] ?? "0";
	return {
		status: Number(head.slice(9, 12)),
		length: end + 4 + Number(body),
	};
}

/** A whole request as bytes. */
export function requestBytes(
	method: string,
	path: string,
	headers: Readonly<Record<string, string>> = {},
	body = "",
): Buffer {
	const lines = Object.entries({
		Host: "localhost:8000",
		...headers,
		...(body && { "Content-Type": "application/json" }),
		...(method !== "GET" && {
			"Content-Length": String(Buffer.byteLength(body)),
		}),
	}).map(([name, value]) => `${name}: ${value}\r\n`);
	return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
}
