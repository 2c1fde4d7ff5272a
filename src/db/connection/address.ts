import { readFileSync } from "node:fs";

/** Where a server listens; a host that begins with a slash is the folder of its socket. */
export interface Host {
	readonly host: string;
	readonly port: number;
}

export interface Tls {
	/** Whether to go on in the clear where the server has no TLS. */
	readonly isOptional: boolean;
	/** Whether TLS is spoken from the first byte on. */
	readonly isDirect: boolean;
	/** What of the server's certificate is checked. */
	readonly verifies: "nothing" | "chain" | "chain and name";
	/** Whose certificates are trusted; the usual authorities unless given. */
	readonly ca: string | undefined;
}

export interface Address {
	/** Tried in turn. */
	readonly hosts: readonly [Host, ...Host[]];
	readonly user: string;
	readonly password: string;
	readonly database: string;
	readonly tls: Tls | undefined;
	/** Whether a server that takes no writes is the wrong one. */
	readonly needsWritable: boolean;
	/** What the session is set to. */
	readonly settings: Readonly<Record<string, string>>;
}

/** What is for clients alone: a server would refuse it as a setting. */
const clientsOwn = [
	"channel_binding",
	"connect_timeout",
	"pgbouncer",
	"ssl",
	"sslmode",
	"sslnegotiation",
	"sslrootcert",
	"target_session_attrs",
];

/** Parses what PostgreSQL's own clients take. Throws a TypeError for no address, an Error for an unknown option. */
export function readAddress(url: string): Address {
	const { hosts, parsed } = takeApart(url);
	const { searchParams: parameters, username, password, pathname } = parsed;
	const session = parameters.get("target_session_attrs") ?? "any";
	if (!["any", "read-write", "primary"].includes(session))
		throw new Error("target_session_attrs in DATABASE_URL must be any, read-write or primary");
	return {
		hosts,
		user: decodeURIComponent(username),
		password: decodeURIComponent(password),
		database: decodeURIComponent(pathname.slice(1)),
		tls: readTls(parameters),
		needsWritable: session !== "any",
		settings: Object.fromEntries([...parameters].filter(([name]) => !clientsOwn.includes(name))),
	};
}

/** The address for dbmate, which takes one host, and asks for TLS where the address says nothing. */
export function dbmateUrl(url: string, { host, port }: Host): string {
	const { parsed } = takeApart(url);
	const { searchParams: parameters } = parsed;
	parsed.hostname = host.startsWith("/") ? encodeURIComponent(host) : host;
	parsed.port = String(port);
	for (const name of ["channel_binding", "pgbouncer", "target_session_attrs"]) parameters.delete(name);
	if (!parameters.has("sslmode")) parameters.set("sslmode", parameters.has("sslrootcert") ? "verify-full" : "disable");
	return parsed.href;
}

/** The hosts, and the rest of the address with the first of them: `URL` knows one host only. */
function takeApart(url: string) {
	const [, scheme, user = "", authority = "", rest = ""] =
		/^(postgres(?:ql)?:\/\/)([^/?#]*@)?([^/?#]+)(\/[^/?#].*)$/s.exec(url.trim()) ?? [];
	if (!scheme) throw new TypeError("not the address of a PostgreSQL database");
	const [first, ...others] = authority.split(",").map(readHost);
	if (!first) throw new TypeError("no host");
	const parsed = new URL(`${scheme}${user}${authority.split(",")[0]}${rest}`);
	return { hosts: [first, ...others] as const, parsed };
}

function readHost(text: string): Host {
	const { hostname, port } = new URL(`postgres://${text}`);
	if (!hostname) throw new TypeError("no host");
	return { host: decodeURIComponent(hostname).replace(/^\[(.*)\]$/, "$1"), port: Number(port || 5432) };
}

/** By libpq's rules (PostgreSQL manual, section 32.19), but for its default: without `sslmode` there is no TLS. */
function readTls(parameters: URLSearchParams): Tls | undefined {
	const root = parameters.get("sslrootcert");
	const mode = parameters.get("sslmode") ?? parameters.get("ssl") ?? (root ? "verify-full" : "disable");
	if (root === "system" && mode !== "verify-full")
		throw new Error("sslrootcert=system in DATABASE_URL needs sslmode=verify-full");
	const verifies = verification[mode];
	if (!verifies) throw new Error(`sslmode in DATABASE_URL must be one of ${Object.keys(verification).join(", ")}`);
	if (verifies === "no TLS") return undefined;
	const ca = root && root !== "system" ? readCertificates(root) : undefined;
	return {
		isOptional: mode === "prefer" || mode === "allow",
		isDirect: parameters.get("sslnegotiation") === "direct",
		verifies: ca && mode === "require" ? "chain" : verifies,
		ca,
	};
}

function readCertificates(file: string): string {
	try {
		return readFileSync(file, "utf8");
	} catch {
		throw new Error("sslrootcert in DATABASE_URL names a file that cannot be read");
	}
}

const verification: Record<string, Tls["verifies"] | "no TLS"> = {
	disable: "no TLS",
	false: "no TLS",
	allow: "nothing",
	prefer: "nothing",
	require: "nothing",
	"verify-ca": "chain",
	"verify-full": "chain and name",
	true: "chain and name",
};
