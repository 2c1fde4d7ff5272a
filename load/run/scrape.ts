/** Metrics as somebody else reads them: Prometheus' text format, parsed. */
export type Sample = Readonly<Record<string, string | number>> & { readonly value: number };
export type Scrape = Awaited<ReturnType<typeof scrape>>;

/** What is at the address now. Throws where a line is not of the format. */
export async function scrape(url: string) {
	const response = await fetch(url);
	const text = await response.text();
	const samples = text
		.split("\n")
		.filter((line) => line !== "" && !line.startsWith("#"))
		.map(parse);
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

function parse(line: string) {
	const [, name, list = "", value] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
	if (!name || !Number.isFinite(Number(value))) throw new Error(line);
	const labels = Object.fromEntries([...list.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text]));
	return { name, labels, value: Number(value) };
}
