/** `bun run changes`: each edit of the contract that breaks a client is named as such, and none that adds something is. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import yaml from "../../openapi/tasks.yaml" with { type: "text" };
import type { Document } from "../../src/contract/document.ts";
import { outcomeOf } from "../command.ts";
import { temporaryFolder } from "../folder.ts";
import { changesBetween, installOasdiff } from "./changes.ts";

const someMinutes = 600_000;
beforeAll(installOasdiff, someMinutes);

// biome-ignore lint/suspicious/noExplicitAny: any part of the document may be edited
type Edited = any;
const contract = Bun.YAML.parse(yaml) as Document;
const list = "/api/{user_id}/tasks";
const one = "/api/{user_id}/tasks/{task_id}";

/** What comes of an edit, which is given the document's parts and its components. */
const changesOf = (edit: (document: Edited) => void) => {
	const edited = structuredClone(contract);
	edit({ ...edited, ...edited.components });
	return changesBetween(contract, edited);
};

const breaking: [string, RegExp, (document: Edited) => void][] = [
	["an operation is gone", /api removed/, ({ paths }) => delete paths[one].delete],
	[
		"a property of an answer is gone",
		/removed the required property `data\/status`/,
		({ schemas }) => {
			delete schemas.Task.properties.status;
			schemas.Task.required.splice(5, 1);
		},
	],
	[
		"a property of an answer may be missing",
		/`data\/updated_at` became optional/,
		({ schemas }) => schemas.Task.required.pop(),
	],
	[
		"a property of an answer has another type",
		/`data\/id` response's property `type` changed/,
		({ schemas }) => Object.assign(schemas.Task.properties, { id: { type: "string" } }),
	],
	[
		"a property of an answer has one value more",
		/new `Archived` enum value to the `data\/status`/,
		({ schemas }) => schemas.TaskStatus.enum.push("Archived"),
	],
	["an answer lacks a header", /header `etag` removed/, ({ responses }) => delete responses.ChangedTask.headers.ETag],
	[
		"a success has another status",
		/removed the success response with the status `201`/,
		({ paths }) => {
			const { 201: created, ...others } = paths[list].post.responses;
			paths[list].post.responses = { 200: created, ...others };
		},
	],
	[
		"a property of a request is gone",
		/removed the request property `completed`/,
		({ schemas }) => delete schemas.UpdateTask.properties.completed,
	],
	[
		"a property of a request must be there",
		/`description` became required/,
		({ schemas }) => schemas.CreateTask.required.push("description"),
	],
	[
		"a text of a request must be shorter",
		/`title` request property's maxLength was decreased/,
		({ schemas }) => Object.assign(schemas.TaskTitle, { maxLength: 100 }),
	],
	[
		"a parameter is gone",
		/deleted the `query` request parameter `limit`/,
		({ paths }) => paths[list].get.parameters.splice(3, 1),
	],
	[
		"a parameter has one value less",
		/removed the enum value `title`/,
		({ parameters }) => parameters.Sort.schema.enum.pop(),
	],
	[
		"a parameter means something else where it is left out",
		/default value was changed/,
		({ parameters }) => Object.assign(parameters.Limit.schema, { default: 20 }),
	],
	[
		"a parameter must be there",
		/new required `query` request parameter/,
		({ paths }) =>
			paths[list].get.parameters.push({ name: "tag", in: "query", required: true, schema: { type: "string" } }),
	],
	[
		"a body must be there",
		/request body became required/,
		({ paths }) => Object.assign(paths[`${one}/complete`].patch.requestBody, { required: true }),
	],
	[
		"a body must be smaller",
		/only 1024 bytes/,
		({ paths }) => Object.assign(paths[list].post.requestBody, { "x-max-bytes": 1024 }),
	],
	["an open operation needs a token", /needs a token now/, ({ paths }) => delete paths["/health/live"].get.security],
];

const additive: [string, RegExp | undefined, (document: Edited) => void][] = [
	[
		"an operation more",
		/endpoint added/,
		({ paths }) =>
			Object.assign(paths, { "/health/started": { get: { ...paths["/health/live"].get, operationId: "getStarted" } } }),
	],
	[
		"a property more in answers",
		/added the required property `data\/due`/,
		({ schemas }) => {
			schemas.Task.properties.due = { type: "string" };
			schemas.Task.required.push("due");
		},
	],
	[
		"a property more that a request may have",
		/new optional request property `due`/,
		({ schemas }) => Object.assign(schemas.CreateTask.properties, { due: { type: "string" } }),
	],
	[
		"a parameter more that may be there",
		/new optional `query` request parameter/,
		({ paths }) => paths[list].get.parameters.push({ name: "tag", in: "query", schema: { type: "string" } }),
	],
	[
		"a parameter has one value more",
		/new enum value `status`/,
		({ parameters }) => parameters.Sort.schema.enum.push("status"),
	],
	[
		"a parameter may be larger",
		/max was increased/,
		({ parameters }) => Object.assign(parameters.Offset.schema, { maximum: 2_000_000 }),
	],
	[
		"an answer has a header more",
		/header `x-new` was added/,
		({ responses }) => Object.assign(responses.ChangedTask.headers, { "X-New": { schema: { type: "string" } } }),
	],
	[
		"a failure with another status",
		/added the non-success response/,
		({ paths, responses }) => Object.assign(paths[one].get.responses, { 409: responses.PreconditionFailed }),
	],
	[
		"an error code more",
		/added the error code `NOT_TODAY`/,
		({ schemas, responses }) => {
			schemas.ErrorCode["x-extensible-enum"].push("NOT_TODAY");
			responses.InvalidRequest.content["application/json"].examples.NOT_TODAY = {
				value: { data: null, error: { message: "Not today", code: "NOT_TODAY" } },
			};
		},
	],
	[
		"a body need not be there",
		/request body became optional/,
		({ requestBodies }) => Object.assign(requestBodies.UpdateTask, { required: false }),
	],
	[
		"an operation is deprecated",
		/deprecated/,
		({ paths }) =>
			Object.assign(paths["/health/live"].get, {
				deprecated: true,
				"x-deprecated": "2098-01-01",
				"x-sunset": "2099-01-01",
			}),
	],
	[
		"other words",
		undefined,
		({ info, paths }) => {
			info.description = "Tasks.";
			paths[list].get.summary = "Tasks";
		},
	],
];

describe("what breaks a client is told", () => {
	test.each(breaking)("where %s", async (_, text, edit) => {
		const changes = await changesOf(edit);
		expect(changes).toContainEqual(expect.objectContaining({ breaking: true, text: expect.stringMatching(text) }));
	});
});

describe("what only adds something is told, and breaks nothing", () => {
	test.each(additive)("%s", async (_, text, edit) => {
		const changes = await changesOf(edit);
		expect(changes.filter((each) => each.breaking)).toEqual([]);
		if (text) expect(changes.map((each) => each.text)).toContainEqual(expect.stringMatching(text));
		else expect(changes).toEqual([]);
	});
});

const folder = await temporaryFolder("release");
afterAll(folder.remove);

describe("the change log since the last release", () => {
	beforeAll(() => git("init", "--quiet"));

	const start = (...command: string[]) => outcomeOf(command, { cwd: folder.path });
	const git = (...args: string[]) => start("git", "-c", "user.name=t", "-c", "user.email=t@example.org", ...args);
	const commit = async (text: string, ...tags: string[]) => {
		await Bun.write(join(folder.path, "openapi/tasks.yaml"), text);
		await git("add", ".");
		await git("commit", "--quiet", "--allow-empty", "--message", "t");
		for (const tag of tags) await git("tag", tag);
	};
	const changes = (...args: string[]) => start(process.execPath, join(import.meta.dir, "release.ts"), ...args);

	const older = yaml.replace(/^ {2}version: .*$/m, "  version: 1.9.0");
	const shorter = older.replace("maxLength: 200", "maxLength: 100");

	test("is empty where nothing was released, and says so", async () => {
		await commit(older);
		const { code, output } = await changes();
		expect(code).toBe(0);
		expect(output).toBe("There is no earlier release to compare the contract with.");
	});
	test("fails where a change breaks clients, and the major version is the same", async () => {
		await commit("paths: {}", "v1.8.0");
		await commit(older, "v1.9.0", "v1.10.0-rc.1", "other");
		await commit(shorter);
		const { code, output } = await changes();
		expect(output).toContain("BREAKS  the `title` request property");
		expect(output).toContain("info.version must be 2.0.0");
		expect(code).toBe(1);
	});
	test("passes with a new major version", async () => {
		await commit(shorter.replace("version: 1.9.0", "version: 2.0.0"), "v2.0.0");
		const { code, output } = await changes();
		expect(output).toStartWith("From v1.9.0 (1.9.0) to 2.0.0, changes: 1\n");
		expect(output).toContain("BREAKS");
		expect(code).toBe(0);
	});
	test("can be had against any commit, of which there must be one", async () => {
		expect((await changes("--against", "v2.0.0")).output).toContain("changes: 0");
		const { code, errors } = await changes("--against", "v3");
		expect([code, errors]).toEqual([2, "There is no openapi/tasks.yaml at v3"]);
		expect((await changes("--versus", "v3")).code).toBe(2);
	});
});
