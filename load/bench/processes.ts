/** What processes have used so far, as Linux counts it. */
import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second in /proc: 100 on every Linux. */
const tick = 100;

/** The CPU time of a process and all its children, user and system, those that have ended included, in seconds. */
export function cpuOf(pid: number): number {
	const children = childrenOf(pid).map((child) => ticksOf(child, 2));
	return children.reduce((sum, ticks) => sum + ticks, ticksOf(pid, 4)) / tick;
}

/** The memory that a process holds, in megabytes. */
export function rssOf(pid: number): number {
	const status = readFileSync(`/proc/${pid}/status`, "utf8");
	return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

/** The ids of a process's children. */
export const childrenOf = (parent: number): number[] =>
	readdirSync("/proc")
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => Number(statOf(pid)[1]) === parent);

/** Whether a process runs; one that has ended, and nobody has asked for its exit code, does not. */
export const isAlive = (pid: number): boolean => !["Z", undefined].includes(statOf(pid)[0]);

/** A process's own time in user and system mode; with four counts, that of its children that have ended, too. */
const ticksOf = (pid: number, counts: 2 | 4): number =>
	statOf(pid)
		.slice(11, 11 + counts)
		.reduce((sum, field) => sum + Number(field), 0);

/** The fields of /proc/<pid>/stat from the state on; none of a process that has ended. */
function statOf(pid: number): string[] {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		// The name before it may hold anything, blanks and brackets included.
		return text.slice(text.lastIndexOf(")") + 2).split(" ");
	} catch {
		return [];
	}
}
