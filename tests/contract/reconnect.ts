/**
 * `bun reconnect.ts <port> <path> <requests>`: eight clients that each send one request per connection, and come back
 * at once. A process of its own: within the server's, it would take turns with it.
 */
import { connect } from "node:net";

const [port, path, requests] = process.argv.slice(2);
let left = Number(requests);

function client(): void {
	if (left-- <= 0) return;
	const socket = connect(Number(port), "127.0.0.1", () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`));
	socket.once("data", () => socket.destroy());
	socket.on("close", client).on("error", () => {});
}
for (let n = 0; n < 8; n++) client();
