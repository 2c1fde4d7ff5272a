import { cpus } from "node:os";

/** How much of its CPU time the machine may spend on something else before a comparison of times is about that, too. */
const quiet = 0.1;

/** Looks for a second, before anything of ours runs; gives back what to say where the machine is busy by itself. */
export async function busyWarning(): Promise<string | undefined> {
	const before = cpuTimes();
	await Bun.sleep(1000);
	const share = busyShare(before, cpuTimes());
	if (share <= quiet) return undefined;
	const percent = Math.round(share * 100);
	return `Before the run the machine was ${percent} % busy with something else: the times are not the service's alone.`;
}

/** All cores' time since the machine started, in milliseconds. */
interface CpuTimes {
	readonly idle: number;
	readonly total: number;
}

/** Summed up at once: Bun reads a core's times only when somebody asks for them. */
export function cpuTimes(): CpuTimes {
	const cores = cpus().map(({ times }) => times);
	return {
		idle: sum(cores.map(({ idle }) => idle)),
		total: sum(cores.flatMap((times) => Object.values(times))),
	};
}
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** The share of all cores' time that was not idle between two looks. */
export const busyShare = (before: CpuTimes, after: CpuTimes): number =>
	1 - (after.idle - before.idle) / (after.total - before.total);
