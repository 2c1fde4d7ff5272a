/** The check is checked: each defect that a service can have is found, and named. */
import { afterAll, expect, test } from "bun:test";
import tasks from "../../openapi/tasks.yaml" with { type: "text" };
import { altered } from "./altered.ts";
import { readContract } from "./contract.ts";
import { defects } from "./defects.ts";
import { conformance } from "./phases.ts";
import { tasksService } from "./tasks-service.ts";

const contract = readContract(tasks, "tasks.yaml");
const sound = await tasksService();
afterAll(() => sound[Symbol.asyncDispose]());

test.each(defects)("$name is found", async ({ only, phase, found, alter }) => {
	await using service = altered(sound, alter());
	const checks = await conformance({ contract, service, only, seed: 1, examples: 40, patience: 100, phases: [phase] });
	const told = checks.flatMap(({ findings }) => findings.map(({ what }) => what));
	expect(told).toContainEqual(expect.stringMatching(found));
});
