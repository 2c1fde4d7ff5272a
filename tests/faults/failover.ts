import { appendFile, chown, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startPostgres } from "../../db/embedded.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";
import { administer } from "../harness.ts";
import { serve } from "../processes.ts";
import { startLoad } from "./load.ts";
import { type Server, startServer } from "./postgres.ts";

/** What becomes of requests when the server with the writes is killed and its standby is promoted, `pause` ms later. */
export async function failOver({ pause }: { pause: number }) {
	await using primary = await startServer();
	await using standby = await startStandby(primary);
	// From here on a write is confirmed once the standby has it, too.
	await administer(async (sql) => {
		await sql`alter system set synchronous_standby_names = '*'`;
		await sql`select pg_reload_conf()`;
	}, primary.url);

	const [first, second] = [new URL(primary.url), new URL(standby.url)];
	const service = await serve({
		DATABASE_URL: `postgres://${first.username}:${first.password}@${second.host},${first.host}/postgres?target_session_attrs=read-write`,
	});
	const load = await startLoad({ port: service.port, pause: 2, warmUp: 500 });
	await primary.kill();
	await Bun.sleep(pause);
	await administer((sql) => sql`select pg_promote()`, standby.url);
	const promoted = performance.now();
	while (load.lastWrite() < promoted) await Bun.sleep(10);
	await Bun.sleep(300);
	const { statuses, lost, slowest, written } = await load.stop();
	return {
		code: await service.stop(),
		statuses,
		lost,
		slowest,
		writesAfter: Math.min(...written.filter((at) => at > promoted)) - promoted,
		damage: await load.damage(standby.url),
	};
}

/** A copy of the server that follows it, and takes no writes. */
async function startStandby(primary: Server) {
	const { path: requested } = await temporaryFolder("standby");
	// Only by being started does it get its place.
	const draft = await startPostgres(requested, ["fsync=off"]);
	await draft.stop();
	const { folder } = draft;
	const data = join(folder, "data");
	await rm(data, { recursive: true });
	await administer(async (sql) => {
		await sql`select pg_backup_start('standby', true)`;
		await Bun.$`cp -a ${primary.folder}/data ${primary.folder}/password ${folder}`;
		const [end] = await sql<{ labelfile: string }[]>`
			select labelfile from pg_backup_stop(false)`;
		await writeFile(join(data, "backup_label"), end?.labelfile ?? "");
	}, primary.url);
	for (const file of ["postmaster.pid", "postmaster.opts"]) await rm(join(data, file));
	await writeFile(join(data, "standby.signal"), "");
	const { hostname, port, username, password } = new URL(primary.url);
	await appendFile(
		join(data, "postgresql.auto.conf"),
		`primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`,
	);
	const { uid, gid } = await stat(data);
	for (const file of ["backup_label", "standby.signal"]) await chown(join(data, file), uid, gid);
	const server = await startPostgres(requested, ["fsync=off"]);
	return {
		url: server.url,
		async [Symbol.asyncDispose]() {
			await server.stop();
			await removeFolders(requested, folder);
		},
	};
}
