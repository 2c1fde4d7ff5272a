/** An HTTP connection as the plainest client keeps it. It repeats nothing, so that nothing that is lost stays hidden. */
import { connect, type Socket } from "node:net";

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}
/** The request was sent, or was being sent, and the connection ended before there was an answer. */
export class LostRequest extends Error {}
/** Nothing listens there: the request was not sent. */
export class Refused extends Error {}

export interface HttpConnection {
	/** Sends a request once the one before it is answered. Throws LostRequest or Refused. */
	request(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: string): Promise<Answer>;
	close(): void;
}

/** A connection to a port of this machine that is kept until an answer says `Connection: close`. */
export function httpConnection(port: number): HttpConnection {
	let socket: Socket | undefined;

	const open = () =>
		new Promise<Socket>((resolve, reject) => {
			const opened = connect(port, "127.0.0.1");
			opened.once("connect", () => resolve(opened));
			opened.once("error", (error: NodeJS.ErrnoException) =>
				reject(error.code === "ECONNREFUSED" ? new Refused() : new LostRequest()),
			);
			opened.once("close", () => {
				if (socket === opened) socket = undefined;
			});
		});

	return {
		async request(method, path, headers = {}, body = "") {
			socket ??= await open();
			const lines = [
				`${method} ${path} HTTP/1.1`,
				`host: 127.0.0.1:${port}`,
				...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
				...(body ? [`content-length: ${Buffer.byteLength(body)}`] : []),
			];
			const answer = await exchange(socket, `${lines.join("\r\n")}\r\n\r\n${body}`);
			if (answer.headers.connection === "close") {
				socket?.destroy();
				socket = undefined;
			}
			return answer;
		},
		close: () => socket?.destroy(),
	};
}

function exchange(socket: Socket, request: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		let received = "";
		const onData = (data: Buffer) => {
			received += data.toString("latin1");
			const answer = parse(received);
			if (!answer) return;
			socket.off("data", onData).off("close", onClose);
			resolve(answer);
		};
		const onClose = () => reject(new LostRequest());
		socket.on("data", onData).once("close", onClose);
		socket.write(request);
	});
}

/** The answer, once all of it is there. */
function parse(text: string): Answer | undefined {
	const end = text.indexOf("\r\n\r\n");
	if (end < 0) return undefined;
	const [first = "", ...lines] = text.slice(0, end).split("\r\n");
	const headers = Object.fromEntries(
		lines.map((line) => {
			const colon = line.indexOf(":");
			return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
		}),
	);
	const length = Number(headers["content-length"] ?? 0);
	const body = text.slice(end + 4);
	if (body.length < length) return undefined;
	return { status: Number(first.split(" ")[1]), headers, body: Buffer.from(body, "latin1").toString("utf8") };
}
