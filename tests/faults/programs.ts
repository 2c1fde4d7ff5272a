/** Programs that stand between clients, service and database. Debian has them as packages. */
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "../../db/embedded.ts";
import { temporaryFolder } from "../folder.ts";

interface Program extends AsyncDisposable {
	/** Where it listens, on this machine. */
	readonly port: number;
}

/** How long nginx leaves a service alone that refused a connection, in seconds; 10 unless it is set. */
export const nginxFailTimeout = 1;

/** nginx in front of services on these ports of this machine: a plain upstream that keeps its connections. */
export async function startNginx(ports: readonly number[]): Promise<Program> {
	const port = await freePort();
	return startProgram("nginx", port, (folder) => ({
		args: ["-e", "stderr", "-p", folder, "-c", join(folder, "configuration")],
		configuration: `
			daemon off;
			worker_processes 1;
			pid ${folder}/pid;
			events {}
			http {
				access_log off;
				client_body_temp_path ${folder}/body;
				proxy_temp_path ${folder}/proxy;
				fastcgi_temp_path ${folder}/fastcgi;
				uwsgi_temp_path ${folder}/uwsgi;
				scgi_temp_path ${folder}/scgi;
				upstream tasks {
					${ports.map((each) => `server 127.0.0.1:${each} fail_timeout=${nginxFailTimeout}s;`).join(" ")}
					keepalive 32;
				}
				server {
					listen 127.0.0.1:${port};
					location / {
						proxy_pass http://tasks;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
					}
				}
			}`,
	}));
}

/** PgBouncer in transaction mode in front of the database; `url` is the database's address through it. */
export async function startPgBouncer(databaseUrl: string, poolSize = 5) {
	const port = await freePort();
	const { hostname, port: target, username, password } = new URL(databaseUrl);
	const program = await startProgram("pgbouncer", port, (folder) => ({
		args: [join(folder, "configuration")],
		configuration: `
[databases]
* = host=${hostname} port=${target} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 500
`,
	}));
	const url = new URL(databaseUrl);
	url.port = String(port);
	return { ...program, url: url.href };
}

async function startProgram(
	name: string,
	port: number,
	settings: (folder: string) => { args: string[]; configuration: string },
): Promise<Program> {
	const path = Bun.which(name, { PATH: `${process.env.PATH}:/usr/sbin` });
	if (!path) throw new Error(`${name} is missing: \`apt-get install ${name}\``);
	const { path: folder, remove } = await temporaryFolder(name);
	const { args, configuration } = settings(folder);
	await Bun.write(join(folder, "configuration"), configuration);
	// PgBouncer refuses to run as root.
	const isRoot = process.getuid?.() === 0;
	if (isRoot && name === "pgbouncer") await Bun.$`chown -R nobody ${folder}`.quiet();
	const child = Bun.spawn([path, ...args], {
		stdio: ["ignore", "ignore", "pipe"],
		...(isRoot && name === "pgbouncer" && { uid: 65534 }),
	});
	while (!(await isOpen(port)))
		if (child.exitCode !== null) throw new Error(`${name} did not start: ${await new Response(child.stderr).text()}`);
		else await Bun.sleep(5);
	return {
		port,
		async [Symbol.asyncDispose]() {
			child.kill();
			await child.exited;
			await remove();
		},
	};
}

const isOpen = (port: number) =>
	new Promise<boolean>((resolve) => {
		const socket = connect(port, "127.0.0.1")
			.once("connect", () => {
				socket.destroy();
				resolve(true);
			})
			.once("error", () => resolve(false));
	});
