/**
 * The values of these parameters in a query (application/x-www-form-urlencoded), and the first unknown name. Thousands
 * of pairs must cost little: nothing after that name is read, nor more than two values of what may come but once.
 */
export function parseQuery(
	query: string,
	parameters: ReadonlyMap<string, { readonly isList: boolean }>,
): { readonly sent: ReadonlyMap<string, string[]>; readonly unknown?: string } {
	const sent = new Map<string, string[]>();
	for (let start = 0, end: number; start < query.length; start = end + 1) {
		end = query.indexOf("&", start);
		if (end < 0) end = query.length;
		if (end === start) continue;
		const pair = query.slice(start, end);
		const equals = pair.indexOf("=");
		const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
		const parameter = parameters.get(name);
		if (!parameter) return { sent, unknown: name };
		const values = sent.get(name) ?? [];
		if (values.length < 2 || parameter.isList) values.push(equals < 0 ? "" : decoded(pair.slice(equals + 1)));
		sent.set(name, values);
	}
	return { sent };
}

function decoded(text: string): string {
	if (!/[%+]/.test(text)) return text;
	try {
		return decodeURIComponent(text.replaceAll("+", " "));
	} catch {
		// Bytes that are not UTF-8 become U+FFFD, as everywhere in URLs.
		return new URLSearchParams(`=${text}`).get("") ?? "";
	}
}
