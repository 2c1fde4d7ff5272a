/** What processes have used so far, as Linux counts it. */
import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second in /proc: 100 on every Linux. */
const tick = 100;

/** The CPU time of the processes, user and system, in seconds. */
export const cpuOf = (pids: readonly number[]): number =>
	pids.map((pid) => sum(statOf(pid).slice(11, 13))).reduce(add, 0);

/** The CPU time of a process and all its children, those that have ended included, in seconds. */
export const cpuOfTree = (pid: number): number => sum(statOf(pid).slice(11, 15)) + cpuOf(childrenOf(pid));

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

const add = (a: number, b: number): number => a + b;
const sum = (fields: readonly string[]): number => fields.map(Number).reduce(add, 0) / tick;
