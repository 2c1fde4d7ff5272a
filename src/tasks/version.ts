/** A version's strong entity tag (RFC 9110 section 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`;

/** The versions that satisfy an `If-Match` (RFC 9110 section 13.1.1), null for any; a weak tag never matches. */
export function matching(ifMatch: string | undefined): number[] | null {
	if (ifMatch === undefined || ifMatch === "*") return null;
	return tagsOf(ifMatch).flatMap(({ weak, tag }) => {
		const version = /^[1-9]\d{0,15}$/.test(tag) ? Number(tag) : Number.NaN;
		return !weak && Number.isSafeInteger(version) ? version : [];
	});
}

/** Whether an `If-None-Match` (RFC 9110 section 13.1.2), which compares weakly, names this version. */
export const isKnown = (ifNoneMatch: string | undefined, version: number): boolean =>
	ifNoneMatch !== undefined && (ifNoneMatch === "*" || tagsOf(ifNoneMatch).some(({ tag }) => tag === String(version)));

const tagsOf = (list: string): { weak: boolean; tag: string }[] =>
	[...list.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag = ""]) => ({ weak: weak !== undefined, tag }));
