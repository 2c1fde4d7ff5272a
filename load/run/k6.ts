import { join } from "node:path";

export const k6Version = "2.2.0";

/** The path of k6: the variable K6, or the one on the PATH. Throws how to get it where there is none. */
export function findK6(): string {
	const k6 = process.env.K6 || Bun.which("k6");
	if (k6 && Bun.which(k6)) return k6;
	throw new Error(
		`k6 is missing: \`brew install k6\`, the image grafana/k6:${k6Version} (docker compose --profile load), or with Go \`load/install-k6\`, and its path in K6 where it is not on the PATH`,
	);
}

/**
 * Runs a script in the terminal, with report.html and summary.json in the folder. Gives back k6's exit code. Ctrl-C
 * and SIGTERM end the run early, in order.
 */
export async function runK6(
	k6: string,
	script: string,
	results: string,
	environment: Readonly<Record<string, string>>,
): Promise<number> {
	const child = Bun.spawn(
		[k6, "run", "--summary-export", join(results, "summary.json"), script],
		{
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
		},
	);
	let told = false;
	const stop = () => {
		if (!told) child.kill("SIGINT");
		told = true;
	};
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
	return child.exited;
}
