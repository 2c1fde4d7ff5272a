/** What the generator makes of a contract, where ours has no example of it. */
import { expect, test } from "bun:test";
import { generateClient } from "../../openapi/client.ts";
import { clientTypes } from "../../openapi/client-types.ts";
import { generateQueries } from "../../openapi/queries.ts";
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
	const client = await generateClient(Bun.YAML.parse(text) as Document, await clientTypes(text));
	const mark = "@deprecated since 2026-07-01; it may be gone from 2027-01-01 on";
	for (const name of ["listTasks", "listAllTasks"]) expect(client).toContain(`   * ${mark}\n   */\n  ${name}(`);
	expect(client.match(/@deprecated/g)).toHaveLength(2);
});

test("an operation that answers with no item of a list is called by the client alone, without options for a query", async () => {
	const document = Bun.YAML.parse(yaml) as { paths: Record<string, Record<string, unknown>> };
	Object.assign(document.paths["/api/{user_id}/tasks"] ?? {}, {
		delete: { operationId: "clearTasks", responses: { "204": { description: "They are gone" } } },
	});
	const contract = document as unknown as Document;
	const types = await clientTypes(JSON.stringify(document));
	expect(await generateClient(contract, types)).toContain("clearTasks(");
	const queries = await generateQueries(contract, types);
	expect(queries).toContain("deleteTask");
	expect(queries).not.toContain("clearTasks");
});
