import { homedir } from "node:os";
import { join } from "node:path";

const k6Version = "2.2.0";

/** The path of k6: the variable K6, the one on the PATH, or what install-k6 built. Throws how to get it else. */
export function findK6(): string {
	const { K6, XDG_CACHE_HOME, HOME } = process.env;
	const cache = XDG_CACHE_HOME || join(HOME || homedir(), ".cache");
	const built = join(cache, `tasks-api/k6-${k6Version}/k6`);
	const k6 = Bun.which(K6 || "k6") ?? (K6 ? undefined : Bun.which(built));
	if (k6) return k6;
	throw new Error(
		[
			`k6 is missing: \`brew install k6\`, the image grafana/k6:${k6Version} (docker compose --profile load),`,
			"or with Go `load/install-k6`; where it is not on the PATH, its path in K6",
		].join(" "),
	);
}

/**
 * Runs a script in the terminal, with report.html and summary.json in the folder. Gives back k6's exit code. Ctrl-C
 * and SIGTERM end the run early, in order.
 */
export async function runK6(
	k6: readonly string[],
	script: string,
	results: string,
	environment: Readonly<Record<string, string>>,
): Promise<number> {
	const child = Bun.spawn([...k6, "run", "--summary-export", join(results, "summary.json"), script], {
		env: {
			...process.env,
			K6_NO_USAGE_REPORT: "true",
			K6_WEB_DASHBOARD: "true",
			K6_WEB_DASHBOARD_EXPORT: join(results, "report.html"),
			// The report alone: a port would keep k6 waiting for its browsers.
			K6_WEB_DASHBOARD_PORT: "-1",
			K6_WEB_DASHBOARD_PERIOD: "2s",
			...environment,
		},
		stdio: ["ignore", "inherit", "inherit"],
		// In a session of its own: Ctrl-C reaches it once, through us, for a second one would cut it off.
		detached: true,
	});
	let told = false;
	const stop = () => {
		if (!told) child.kill("SIGINT");
		told = true;
	};
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
	return child.exited;
}
