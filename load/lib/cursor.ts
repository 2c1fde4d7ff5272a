import type { Answer } from "./requests.ts";

/** The cursor of the next page, out of a list's `Link` header, if there is one. */
export const nextCursor = ({ headers }: Answer): string | undefined =>
	/[?&]after=([\w-]+)[^>]*>; rel="next"/.exec(headers.Link ?? "")?.[1];
