/** A task's version as HTTP has it: entity tags and the conditions on them (RFC 9110 sections 8.8.3 and 13.1). */

/** The strong entity tag of a version. */
export const etagOf = (version: number): string => `"${version}"`;

/**
 * The versions that satisfy an `If-Match`, which compares strongly: a weak tag never matches. Null where any
 * version does.
 */
export function matching(ifMatch: string | undefined): number[] | null {
	if (ifMatch === undefined || ifMatch === "*") return null;
	return tagsOf(ifMatch).flatMap(({ weak, tag }) => {
		const version = /^[1-9]\d{0,15}$/.test(tag) ? Number(tag) : Number.NaN;
		return !weak && Number.isSafeInteger(version) ? version : [];
	});
}

/** Whether an `If-None-Match`, which compares weakly, names this version: the client has it already. */
export const isKnown = (ifNoneMatch: string | undefined, version: number): boolean =>
	ifNoneMatch !== undefined && (ifNoneMatch === "*" || tagsOf(ifNoneMatch).some(({ tag }) => tag === String(version)));

const tagsOf = (list: string): { weak: boolean; tag: string }[] =>
	[...list.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag = ""]) => ({
		weak: weak !== undefined,
		tag,
	}));
