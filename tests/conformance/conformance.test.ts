/** The services keep their contracts: the tasks' one, and one that has nothing to do with tasks. */
import { describe, expect, test } from "bun:test";
import tasks from "../../openapi/tasks.yaml" with { type: "text" };
import library from "../contract/library.yaml" with { type: "text" };
import type { Check } from "./check.ts";
import { readContract } from "./contract.ts";
import { libraryService } from "./library-service.ts";
import { conformance } from "./phases.ts";
import { yaml as shapes } from "./shapes.ts";
import { shapesService } from "./shapes-service.ts";
import { tasksService } from "./tasks-service.ts";

const untriedAnswers = (checks: readonly Check[]) =>
	checks
		.filter((check) => check.phase === "documented" && check.untried)
		.map(({ operation, name }) => `${operation} ${name}`);

describe("a service keeps its contract", () => {
	test("the tasks", async () => {
		await using service = await tasksService();
		const contract = readContract(tasks, "tasks.yaml");
		const options = { contract, service, seed: 1, examples: 30 };
		const checks = await conformance(options);
		expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
		// Liveness asks nothing of anything that could break, readiness nothing but the database.
		expect(untriedAnswers(checks)).toEqual(["getLiveness 500 INTERNAL_ERROR", "getReadiness 500 INTERNAL_ERROR"]);
	});

	test("the library", async () => {
		const contract = readContract(library, "library.yaml");
		await using service = libraryService(contract.document);
		const options = { contract, service, seed: 1, examples: 50 };
		const checks = await conformance(options);
		expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
		expect(untriedAnswers(checks)).toEqual([]);
	});

	test("inputs of every shape", async () => {
		const contract = readContract(shapes, "shapes.yaml");
		await using service = shapesService(contract.document);
		const checks = await conformance({ contract, service, seed: 1, examples: 20 });
		expect(checks.flatMap(({ findings }) => findings)).toEqual([]);
	});

	test("a keyword that is not known is a finding, by its name and line", async () => {
		const contract = readContract(shapes.replace('"maxItems"', '"maxItem"'), "shapes.yaml");
		await using service = shapesService(contract.document);
		const checks = await conformance({
			contract,
			service,
			only: "nested",
			seed: 1,
			examples: 1,
			phases: ["constraints"],
		});
		const [finding, ...others] = checks.flatMap(({ findings }) => findings);
		expect(others).toEqual([]);
		expect(finding?.what).toStartWith("there are no values for the keyword maxItem:");
		expect(finding?.place).toMatch(/^shapes.yaml:\d+$/);
	});
});
