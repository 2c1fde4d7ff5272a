import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { errorWithCode } from "../failure.ts";
import type { Host, Tls } from "./address.ts";

/** The request for TLS (PostgreSQL manual, section 54.2.10). */
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** Connects to a PostgreSQL server, through TLS if so wanted. Throws why it cannot. The limit is in milliseconds. */
export async function dial({ host, port }: Host, tls: Tls | undefined, limit: number): Promise<Socket> {
	const socket = connectTcp(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
	const timer = setTimeout(() => {
		socket.destroy(errorWithCode("CONNECT_TIMEOUT", `no connection to ${host}`));
	}, limit);
	try {
		await event(socket, "connect");
		const isPlain = !tls || (!tls.isDirect && !(await hasTls(socket, tls.isOptional)));
		return isPlain ? socket : await secure(socket, host, tls);
	} catch (error) {
		socket.on("error", () => {}).destroy();
		throw error;
	} finally {
		clearTimeout(timer);
	}
}

/** Asks whether the server has TLS. Throws where it has not, and it is not optional. */
async function hasTls(socket: Socket, isOptional: boolean): Promise<boolean> {
	socket.write(tlsRequest);
	const answer = String(await event(socket, "data"));
	if (answer === "S") return true;
	// Whatever else comes before there is TLS may come from anybody.
	if (answer === "N" && isOptional) return false;
	throw errorWithCode("NO_TLS", "the database server has no TLS");
}

async function secure(socket: Socket, host: string, { isDirect, verifies, ca }: Tls): Promise<Socket> {
	const secured = connectTls({
		socket,
		...(!isIP(host) && { servername: host }),
		...(isDirect && { ALPNProtocols: ["postgresql"] }),
		...(ca !== undefined && { ca }),
		rejectUnauthorized: verifies !== "nothing",
		...(verifies === "chain" && { checkServerIdentity: () => undefined }),
	});
	await event(secured, "secureConnect");
	return secured;
}

/** Waits for an event of the socket. Throws where that fails or ends instead. */
function event(socket: Socket, name: string): Promise<unknown> {
	return new Promise((resolve, reject) => {
		const onClose = () => reject(errorWithCode("CONNECTION_CLOSED", "the database hung up"));
		socket.once("error", reject).once("close", onClose);
		socket.once(name, (data) => {
			socket.off("error", reject).off("close", onClose);
			resolve(data);
		});
	});
}
