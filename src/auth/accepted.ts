import { hash } from "node:crypto";

/** A memory of tokens that were accepted, with what was found out about each. */
interface AcceptedTokens<Findings> {
	/** Undefined for a token that was not accepted, or so long ago that it is forgotten. */
	recall(token: string): Findings | undefined;
	remember(token: string, findings: Findings): void;
	forget(token: string): void;
}

/** Forgets the oldest token where there are more than the limit. Keeps digests, from which no token can be read. */
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
