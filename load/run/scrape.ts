/** Metrics as somebody else reads them: Prometheus' text format, parsed. */
export type Sample = Readonly<Record<string, string | number>> & { readonly value: number };
export type Scrape = Awaited<ReturnType<typeof scrape>>;

/** What is at the address now. Throws where there are no metrics. */
export async function scrape(url: string) {
	const response = await fetch(url).catch(() => undefined);
	if (!response?.ok) throw new Error(`There are no metrics at ${url}: ${response?.status ?? "no answer"}`);
	const text = await response.text();
	const samples = text
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map((line) => parse(line, url));
	const all = (name: string, labels: Record<string, string> = {}) =>
		samples
			.filter(
				(sample) =>
					sample.name === name && Object.entries(labels).every(([label, wanted]) => sample.labels[label] === wanted),
			)
			.map(({ labels, value }): Sample => ({ ...labels, value }));
	return {
		text,
		type: response.headers.get("content-type"),
		names: new Set(samples.map(({ name }) => name)),
		/** The samples with this name and these labels, among others. */
		all,
		/** Their sum. */
		value: (name: string, labels?: Record<string, string>): number =>
			all(name, labels).reduce((sum, { value }) => sum + value, 0),
	};
}

function parse(line: string, url: string) {
	const [, name, list = "", value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
	if (!name || !Number.isFinite(Number(value)))
		throw new Error(`There are no metrics at ${url}, but something else: ${line.slice(0, 80)}`);
	const labels = Object.fromEntries([...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]));
	return { name, labels, value: Number(value) };
}
