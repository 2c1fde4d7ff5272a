import { hash } from "node:crypto";

/** A memory of tokens that were accepted, with what was found out about each. */
export interface AcceptedTokens<Findings> {
	/** What was found out about a token; undefined where it was not accepted, or so long ago that it is forgotten. */
	recall(token: string): Findings | undefined;
	remember(token: string, findings: Findings): void;
	forget(token: string): void;
}

/**
 * Remembers as many tokens as the limit says, and then forgets the oldest one for each new one. Only their digests are
 * kept, so that no token can be read from it.
 */
export function acceptedTokens<Findings>(limit: number): AcceptedTokens<Findings> {
	const known = new Map<string, Findings>();
	return {
		recall: (token) => known.get(digestOf(token)),
		remember(token, findings) {
			known.set(digestOf(token), findings);
			if (known.size <= limit) return;
			const [oldest] = known.keys();
			known.delete(oldest as string);
		},
		forget: (token) => void known.delete(digestOf(token)),
	};
}

const digestOf = (token: string): string => hash("sha256", token, "base64");
