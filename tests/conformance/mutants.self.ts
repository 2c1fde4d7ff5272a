/**
 * Every constraint of a contract matters: a service made from the contract without it is told from one that keeps it,
 * or it is decoration, with the reason.
 */
import { afterAll, describe, expect, test } from "bun:test";
import tasks from "../../openapi/tasks.yaml" with { type: "text" };
import { bearerToken } from "../../src/auth/token.ts";
import type { Document } from "../../src/contract/index.ts";
import { createDatabase } from "../../src/db/database.ts";
import type { Contract as TasksContract } from "../../src/generated/contract.ts";
import { healthHandlers } from "../../src/http/health.ts";
import { taskHandlers } from "../../src/tasks/handlers.ts";
import library from "../contract/library.yaml" with { type: "text" };
import { mounted, onFreePort } from "../contract/mounted.ts";
import { createTestDatabase, newUser, secret } from "../harness.ts";
import type { Finding } from "./check.ts";
import { readContract } from "./contract.ts";
import { credentials } from "./credentials.ts";
import { libraryService } from "./library-service.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { conformance } from "./phases.ts";
import type { Service } from "./service.ts";
import { yaml as shapes } from "./shapes.ts";
import { shapesService } from "./shapes-service.ts";

const contracts = {
	tasks: readContract(tasks, "tasks.yaml"),
	library: readContract(library, "library.yaml"),
	shapes: readContract(shapes, "shapes.yaml"),
};

const anyText = "all that can be sent there is text";
const sameAsEnum = "what is of another type is none of the enum's values either";
const ownPath = "whatever is not the caller's own id gets the same answer, by x-owner";
const ownCursor = "what the service did not give out gets the same answer, by x-opaque";
const sameAnswer = "there can be no such task, and the answer is the one for that";
const bothParts = "the other part of `allOf` says it, too";
const twice = "the title's own schema and that of its text both say it, in the same words";

/** What can be left out without anybody seeing it from outside; it tells readers and generators what to expect. */
const decorations: Record<keyof typeof contracts, Record<string, string>> = {
	tasks: {
		"#/components/parameters/UserId/schema/type": ownPath,
		"#/components/parameters/UserId/schema/minLength": ownPath,
		"#/components/parameters/UserId/schema/maxLength": ownPath,
		"#/components/parameters/UserId/schema/pattern": ownPath,
		"#/components/parameters/After/schema/type": ownCursor,
		"#/components/parameters/After/schema/minLength": ownCursor,
		"#/components/parameters/After/schema/maxLength": ownCursor,
		"#/components/parameters/After/schema/pattern": ownCursor,
		"#/components/parameters/TaskId/schema/minimum": sameAnswer,
		"#/components/parameters/TaskId/schema/maximum": sameAnswer,
		"#/components/schemas/TaskStatus/type": sameAsEnum,
		"#/components/parameters/Sort/schema/type": sameAsEnum,
		"#/components/parameters/Order/schema/type": sameAsEnum,
		"#/components/parameters/IdempotencyKey/schema/type": anyText,
		"#/components/parameters/PreferCount/schema/type": anyText,
		"#/components/parameters/PreferMinimal/schema/type": anyText,
		"#/components/schemas/EntityTags/type": anyText,
		"#/components/schemas/TaskTitle/type": twice,
		"#/components/schemas/Text/type": twice,
		"#/components/schemas/TaskTitle/minLength":
			"an empty title has nothing but white space, and the pattern says so in the same words",
	},
	library: {
		"#/paths/~1shelves~1{shelf}~1books/parameters/0/schema/type": sameAsEnum,
		"#/components/schemas/Book/properties/authors/items/properties/role/type": sameAsEnum,
		"#/paths/~1shelves~1{shelf}~1books/get/parameters/0/schema/items/type": anyText,
		"#/paths/~1shelves~1{shelf}~1books/get/parameters/5/schema/type": anyText,
	},
	shapes: {
		"#/paths/~1{number}~1of~1{word}~1by~1{id}/get/parameters/1/schema/type": anyText,
		"#/paths/~1{number}~1of~1{word}~1by~1{id}/get/parameters/2/schema/type": anyText,
		"#/paths/~1{number}~1of~1{word}~1by~1{id}/get/parameters/3/schema/minItems": "a list of none cannot be sent",
		"#/paths/~1{number}~1of~1{word}~1by~1{id}/get/parameters/4/schema/items/type": sameAsEnum,
		"#/paths/~1{number}~1of~1{word}~1by~1{id}/get/parameters/7/schema/type": anyText,
		"#/components/schemas/Base/type": bothParts,
		"#/paths/~1composed/post/requestBody/content/application~1json/schema/properties/inner/allOf/1/type": bothParts,
		"#/paths/~1values/post/requestBody/content/application~1json/schema/properties/rank/type": sameAsEnum,
	},
};

const db = createDatabase({ url: await createTestDatabase(), size: 5, deadline: 1_000 });
afterAll(() => db.close());

/** The tasks service, mounted from another contract. */
function tasksFrom(document: Document): Service {
	const app = mounted<TasksContract>(document, {
		handlers: { ...taskHandlers(db), ...healthHandlers(db, () => false) },
		authenticators: { bearer: bearerToken({ secret }) },
	}).listen(onFreePort);
	return {
		url: `http://127.0.0.1:${app.server?.port}`,
		hasNewCallers: true,
		newCaller: async (id = newUser()) => credentials(secret).caller(id),
		provoke: async () => "it is not about constraints",
		[Symbol.asyncDispose]: async () => app.server?.stop(true),
	};
}
const services = { tasks: tasksFrom, library: libraryService, shapes: shapesService };

/** What is found of a mutant, by the first of its operations with which there is something. */
async function findingsOf(
	contract: keyof typeof contracts,
	{ name: pointer, document, operations }: Mutant,
): Promise<readonly Finding[]> {
	await using service = services[contract](document);
	for (const only of operations) {
		const checks = await conformance({
			contract: contracts[contract],
			service,
			only,
			seed: 1,
			examples: 1,
			phases: [pointer.endsWith("/x-owner") ? "isolation" : "constraints"],
		});
		const found = checks.flatMap(({ findings }) => findings);
		if (found.length > 0) return found;
	}
	return [];
}

describe.each(["tasks", "library", "shapes"] as const)("the contract of the %s without a constraint", (name) => {
	const mutants = [...mutantsOf(contracts[name])];
	const [decorated, others] = [true, false].map((is) =>
		mutants
			.map((mutant) => [mutant.name, mutant] as const)
			.filter(([pointer]) => Object.hasOwn(decorations[name], pointer) === is),
	) as [Named[], Named[]];

	test("each decoration is one of its constraints", () => {
		expect(decorated.map(([pointer]) => pointer).toSorted()).toEqual(Object.keys(decorations[name]).toSorted());
	});
	test.each(others)("is found: %s", async (_, mutant) => {
		expect(await findingsOf(name, mutant)).not.toEqual([]);
	});
	test.each(decorated)("is decoration: %s", async (_, mutant) => {
		expect(await findingsOf(name, mutant)).toEqual([]);
	});
});

type Named = readonly [pointer: string, Mutant];
