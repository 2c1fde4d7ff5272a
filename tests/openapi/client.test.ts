/** What the generator makes of a contract, where ours has no example of it. */
import { expect, test } from "bun:test";
import { generateClient } from "../../openapi/client.ts";
import { readLibrary } from "../contract/library.ts";

test("a deprecated operation is marked for editors, with its days", async () => {
	const client = await generateClient(readLibrary(), "");
	expect(client).toContain(
		`   * @deprecated since 2026-07-01; it may be gone from 2027-01-01 on
   */
  findBooks(`,
	);
	expect(client.match(/@deprecated/g)).toHaveLength(1);
});
