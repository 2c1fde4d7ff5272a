import { readFileSync } from "node:fs";

/**
 * Keeps this process, and all that it starts from now on, off one core, and gives back what to put before a command
 * that is to have that core for itself. Where there is one core alone, or no `taskset`, everybody shares what there is.
 */
export function coreForOneself(): string[] {
	const taskset = Bun.which("taskset");
	const cores = taskset ? allowedCores() : [];
	const own = cores.pop();
	if (!taskset || own === undefined || cores.length === 0) return [];
	const leave = [taskset, "--all-tasks", "--pid", "--cpu-list", cores.join(), String(process.pid)];
	const { success } = Bun.spawnSync(leave);
	return success ? [taskset, "--cpu-list", String(own)] : [];
}

/** The cores that this process may use. Linux lists them like `0-1,4`. */
function allowedCores(): number[] {
	const status = readFileSync("/proc/self/status", "utf8");
	const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? "";
	return list.split(",").flatMap((range) => {
		const [first = 0, last = first] = range.split("-").map(Number);
		return Array.from({ length: last - first + 1 }, (_, at) => first + at);
	});
}
