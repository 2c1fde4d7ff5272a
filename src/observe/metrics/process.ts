import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { version } from "../../openapi.ts";

const interval = 20; // milliseconds

/** Measures a process that serves: its event loop, and its use of the machine. Gives back what stops it. */
export function measureProcess(registry: Registry): () => void {
	measureUse(registry);
	const registers = [registry];
	new Gauge({ name: "tasks_api_workers", help: "Processes that serve", registers }).set(1);
	new Gauge({
		name: "tasks_api_build_info",
		help: "The version of the service and of Bun",
		labelNames: ["version", "bun"],
		aggregator: "first",
		registers,
	}).set({ version: version(), bun: Bun.version }, 1);

	const delay = new Histogram({
		name: "event_loop_delay_seconds",
		help: "How much later than it should a timer of 20 ms goes off",
		buckets: [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1],
		registers,
	});
	let last = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		delay.observe(Math.max(0, now - last - interval) / 1000);
		last = now;
	}, interval);
	timer.unref();
	return () => clearInterval(timer);
}

/** Measures a process's use of the machine. */
export function measureUse(registry: Registry): void {
	const registers = [registry];
	new Gauge({
		name: "process_resident_memory_bytes",
		help: "Resident memory",
		registers,
		collect() {
			this.set(process.memoryUsage.rss());
		},
	});
	new Counter({
		name: "process_cpu_seconds_total",
		help: "Processor time, the user's and the system's",
		registers,
		collect() {
			const { user, system } = process.cpuUsage();
			this.reset();
			this.inc((user + system) / 1e6);
		},
	});
	new Gauge({
		name: "process_start_time_seconds",
		help: "When the service was started, in seconds since 1970",
		aggregator: "min",
		registers,
	}).set(Math.round(performance.timeOrigin) / 1000);
}
