/** What the generator makes of a contract, where ours has no example of it. */
import { expect, test } from "bun:test";
import { generateClient } from "../../openapi/client.ts";
import { clientTypes } from "../../openapi/client-types.ts";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import type { Document } from "../../src/contract/index.ts";

test("a deprecated operation is marked for editors, with its days", async () => {
	const text = yaml.replace(
		"operationId: listTasks",
		`$&
      deprecated: true
      x-deprecated: 2026-07-01
      x-sunset: 2027-01-01`,
	);
	const client = await generateClient(
		Bun.YAML.parse(text) as Document,
		await clientTypes(text),
	);
	const mark =
		"@deprecated since 2026-07-01; it may be gone from 2027-01-01 on";
	for (const name of ["listTasks", "listAllTasks"])
		expect(client).toContain(`   * ${mark}\n   */\n  ${name}(`);
	expect(client.match(/@deprecated/g)).toHaveLength(2);
});
