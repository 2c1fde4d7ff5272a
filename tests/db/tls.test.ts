/** Whom the service trusts to be its database. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chown, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startPostgres } from "../../db/embedded.ts";
import { connector } from "../../src/db/connection/connector.ts";
import { migrate } from "../../src/db/migrate.ts";
import { removeFolders, temporaryFolder } from "../folder.ts";
import { selfSigned } from "./certificate.ts";

describe("an address with TLS", () => {
	let requested: string;
	let server: Awaited<ReturnType<typeof startPostgres>>;
	const file = (name: string) => join(requested, name);
	beforeAll(async () => {
		({ path: requested } = await temporaryFolder("tls"));
		const draft = await startPostgres(requested, ["fsync=off"]);
		await draft.stop();
		const { certificate, key } = selfSigned();
		await Bun.write(file("root.pem"), certificate);
		await Bun.write(file("stranger.pem"), selfSigned().certificate);
		const { uid, gid } = await stat(join(draft.folder, "data"));
		for (const [name, content] of [
			["server.crt", certificate],
			["server.key", key],
		] as const) {
			const path = join(draft.folder, "data", name);
			await writeFile(path, content, { mode: 0o600 });
			await chown(path, uid, gid);
		}
		server = await startPostgres(requested, ["fsync=off", "ssl=on"]);
	});
	afterAll(async () => {
		await server.stop();
		await removeFolders(requested, server.folder);
	});

	const address = (host: string, parameters: Record<string, string>) => {
		const url = new URL(server.url);
		url.hostname = host;
		for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
		return url.href;
	};
	/** Whether the connection is encrypted. */
	const isEncrypted = async (url: string) => {
		const open = connector(url, { limit: 2_000, prepare: false });
		const connection = await open();
		const [row] = await connection.query<{ ssl: boolean }>(
			"select ssl from pg_stat_ssl where pid = pg_backend_pid()",
			[],
		);
		await connection.end();
		return row?.ssl;
	};

	test("is used by the service and by migrations, with the authority that it names", async () => {
		for (const sslmode of ["verify-full", "verify-ca", "require"]) {
			const url = address("localhost", { sslmode, sslrootcert: file("root.pem") });
			expect(await isEncrypted(url)).toBe(true);
			await migrate(url);
		}
		expect(await migrate(address("localhost", { sslmode: "disable" }))).toEqual([]);
	});

	test("is refused where the server is vouched for by somebody else, or by nobody", async () => {
		for (const parameters of [
			{ sslmode: "verify-full", sslrootcert: file("stranger.pem") },
			{ sslmode: "require", sslrootcert: file("stranger.pem") },
			{ sslmode: "verify-full", sslrootcert: "system" },
			{ sslmode: "verify-full" },
		] as Record<string, string>[]) {
			const url = address("localhost", parameters);
			await expect(isEncrypted(url)).rejects.toThrow();
			await expect(migrate(url)).rejects.toThrow();
		}
	});

	test("is refused under another name, unless only the authority is to be checked", async () => {
		const sslrootcert = file("root.pem");
		const under = (sslmode: string) => isEncrypted(address("127.0.0.1", { sslmode, sslrootcert }));
		await expect(under("verify-full")).rejects.toThrow();
		expect(await under("verify-ca")).toBe(true);
	});

	test("without an authority is encrypted, and nobody is asked who the server is", async () => {
		for (const sslmode of ["require", "prefer"])
			expect(await isEncrypted(address("localhost", { sslmode }))).toBe(true);
		expect(await isEncrypted(address("localhost", {}))).toBe(false);
	});
});
