import { type CpuInfo, cpus } from "node:os";

/** How much of its CPU time the machine may spend on something else before a comparison of times is about that, too. */
const quiet = 0.1;

/** Looks for a second, before anything of ours runs; gives back what to say where the machine is busy by itself. */
export async function busyWarning(): Promise<string | undefined> {
	const before = cpus();
	await Bun.sleep(1000);
	const share = busyShare(before, cpus());
	if (share <= quiet) return undefined;
	const percent = Math.round(share * 100);
	return `Before the run the machine was ${percent} % busy with something else: the times are not the service's alone.`;
}

/** The share of all cores' time that was not idle between two looks. */
export function busyShare(before: readonly CpuInfo[], after: readonly CpuInfo[]): number {
	const [early, late] = [spent(before), spent(after)];
	return 1 - (late.idle - early.idle) / (late.total - early.total);
}

const spent = (cores: readonly CpuInfo[]) => ({
	idle: sum(cores.map(({ times }) => times.idle)),
	total: sum(cores.flatMap(({ times }) => Object.values(times))),
});
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
