import { errorWords, type Operation } from "../../src/contract/operation.ts";
import { type Check, codeOf, examine, type Finding, nameOf, type Run, type Shortfall } from "./check.ts";
import { type Constraint, constraintsOf } from "./constraints.ts";
import { checkDefaults } from "./defaults.ts";
import { goodRequest, nextPage, withParameter } from "./good.ts";
import { toTexts } from "./parameter.ts";
import { type Answer, type Draft, withHeaders } from "./request.ts";

const phase = "constraints";

/** Phase 2: each constraint of each input, with values just inside, which are accepted, and just outside, which are not. */
export async function checkConstraints(run: Run): Promise<Check[]> {
	const checks = await Promise.all(run.operations.map((operation) => checkOperation(run, operation)));
	// These compare what several answers say of the same things, which nobody may change in between.
	for (const operation of run.operations) checks.push(await checkDefaults(run, operation));
	return checks.flat();
}

async function checkOperation(run: Run, operation: Operation): Promise<Check[]> {
	const { known, unknown } = constraintsOf(run.contract, operation);
	const untaught = unknown.map(({ keyword, node }) => ({
		phase,
		operation: operation.id,
		name: keyword,
		findings: [
			{
				what: `there are no values for the keyword ${keyword}: teach them to tests/conformance/edges.ts`,
				place: run.contract.placeOf(node, keyword),
			},
		],
	}));
	const checked = await Promise.all([
		...known.map((constraint) => checkConstraint(run, constraint)),
		checkPresence(run, operation),
		checkTogether(run, operation),
		checkBody(run, operation),
	]);
	return [...untaught, ...checked.flat()];
}

/** The draft with another value for what the constraint is about. */
export function breaking(good: Draft, { parameter }: Pick<Constraint, "parameter">, value: unknown): Draft {
	return parameter ? withParameter(good, parameter, toTexts(value) ?? []) : { ...good, body: JSON.stringify(value) };
}

async function checkConstraint(run: Run, constraint: Constraint): Promise<Check> {
	const { operation, parameter, keyword, node, field } = constraint;
	const place = run.contract.placeOf(node, keyword);
	const check = { phase, operation: operation.id, name: `${field} ${keyword}` };
	const findings: Finding[] = [];
	let untried = constraint.vacuous;

	const inside = await insideOf(run, constraint);
	if (inside.length === 0) findings.push({ what: `nothing just inside ${keyword} is known`, place });
	for (const value of inside) {
		const draft = await draftFor(run, constraint, value);
		if (!draft) {
			untried ??= "nobody at hand has such an id";
			continue;
		}
		const examined = await examine(run, draft, (answer) =>
			isAccepted(run, operation, answer, parameter?.["x-invalid"])
				? undefined
				: { what: `${field} just inside ${keyword} is answered ${nameOf(answer)}`, place },
		);
		findings.push(...examined.findings);
	}

	const { caller } = run;
	const good = await goodRequest(run, operation, caller, "full");
	for (const value of constraint.outside) {
		const draft = breaking(good, constraint, value);
		const examined = await examine(run, draft, (answer) => refusal(constraint, answer, place));
		findings.push(...examined.findings);
	}
	return { ...check, findings, ...(untried && { untried }) };
}

/** The values just inside; of what only the service can give out, one that it did. */
async function insideOf(run: Run, { operation, parameter, inside }: Constraint): Promise<readonly unknown[]> {
	if (!parameter?.["x-opaque"]) return inside;
	const caller = await run.service.newCaller();
	const page = await nextPage(run, operation, caller);
	return page ? [page] : [];
}

/** A request with a value just inside; undefined where nobody can send it. */
async function draftFor(run: Run, constraint: Constraint, value: unknown): Promise<Draft | undefined> {
	const { operation, parameter } = constraint;
	if (parameter?.["x-opaque"]) return value as Draft;
	if (parameter?.["x-owner"]) {
		const caller = await run.service.newCaller(String(value));
		return caller && goodRequest(run, operation, caller, "full");
	}
	const { caller } = run;
	const good = await goodRequest(run, operation, caller, "full");
	return breaking(good, constraint, value);
}

/** The codes for requests that are wrong by themselves, whatever the state of what they are about. */
function refusals(run: Run, { parameters, responses }: Operation): Set<string> {
	const words = errorWords(run.contract.document, responses);
	return new Set([
		"VALIDATION_ERROR",
		"MALFORMED_JSON",
		"UNSUPPORTED_MEDIA_TYPE",
		"PAYLOAD_TOO_LARGE",
		"METHOD_NOT_ALLOWED",
		"NOT_FOUND",
		...[...words].flatMap(([code, { status }]) => (status === 401 || status === 429 || status >= 500 ? code : [])),
		...parameters.flatMap((each) => [each["x-owner"] ?? [], each["x-invalid"] ?? []].flat()),
	]);
}

/**
 * Whether the answer is one to a valid request: a success, or that something is not as the request has it. `absence`
 * is the code for what is not there, where the request asked for something that may not be.
 */
export function isAccepted(run: Run, operation: Operation, answer: Answer, absence?: string): boolean {
	const code = codeOf(answer);
	if (answer.status < 400 || (code !== undefined && code === absence)) return true;
	return answer.status < 500 && code !== undefined && !refusals(run, operation).has(code);
}

/** What is wrong with the answer to a value just outside. */
function refusal(
	{
		operation,
		parameter,
		keyword,
		field,
		message,
	}: Pick<Constraint, "operation" | "parameter" | "keyword" | "field" | "message">,
	answer: Answer,
	place: string,
): Shortfall | undefined {
	const expected = parameter?.["x-owner"] ?? parameter?.["x-invalid"] ?? "VALIDATION_ERROR";
	const name = `${field} just outside ${keyword}`;
	if (codeOf(answer) !== expected)
		return { what: `${name} is answered ${nameOf(answer)} instead of ${expected}`, place };
	if (expected !== "VALIDATION_ERROR") return undefined;
	const details = detailsOf(answer);
	const isNamed = details.some((each) => each.field === field && (message === undefined || each.message === message));
	return isNamed
		? undefined
		: {
				what: `${name} is not told ${message ? `"${message}"` : "so"} of ${field} by ${operation.id}, but ${JSON.stringify(details)}`,
				place,
			};
}

const detailsOf = ({ json }: Answer) =>
	(json as { error: { details?: readonly { field: string; message: string }[] } }).error.details ?? [];

/**
 * What must be there: each required parameter, and a required body. What may come once does not come twice, and what is
 * none of the operation's query parameters is refused, or ignored where the operation cannot tell of it.
 */
async function checkPresence(run: Run, operation: Operation): Promise<Check[]> {
	const { caller } = run;
	const good = await goodRequest(run, operation, caller, "full");
	const { placeOf } = run.contract;
	const checks: Check[] = [];
	const refuse = async (name: string, field: string, message: string | undefined, draft: Draft, node: object) => {
		const broken = { operation, parameter: undefined, keyword: name, field, message };
		const { findings } = await examine(run, draft, (answer) => refusal(broken, answer, placeOf(node)));
		checks.push({ phase, operation: operation.id, name: `${field} ${name}`, findings });
	};
	for (const parameter of operation.parameters) {
		const { name, in: place, required, schema } = parameter;
		if (required && place !== "path")
			await refuse("required", name, undefined, withParameter(good, parameter, []), parameter);
		if (place === "query" && schema.type !== "array") {
			const twice = good.query.find(([known]) => known === name)?.[1] ?? "1";
			await refuse("given twice", name, undefined, withParameter(good, parameter, [twice, twice]), parameter);
		}
	}
	for (const parameter of operation.parameters)
		for (const name of parameter["x-excludes"] ?? []) {
			const other = operation.parameters.find((each) => each.name === name);
			const page = await nextPage(run, operation, await run.service.newCaller());
			if (!other || !page) continue;
			const value = String(Number(other.schema.default ?? 0) + 1);
			await refuse(`beside ${name}`, parameter.name, undefined, withParameter(page, other, [value]), parameter);
		}
	const unknown = { ...good, query: [...good.query, ["conformance", "1"] as const] };
	const invalid = operation.responses.get(400);
	if (errorWords(run.contract.document, operation.responses).has("VALIDATION_ERROR"))
		await refuse("parameter", "conformance", undefined, unknown, invalid ?? {});
	else {
		const { findings } = await examine(run, unknown, (answer) =>
			isAccepted(run, operation, answer)
				? undefined
				: {
						what: `an unknown query parameter is answered ${nameOf(answer)}, although no VALIDATION_ERROR is documented`,
						place: placeOf(operation.responses.get(200)),
					},
		);
		checks.push({ phase, operation: operation.id, name: "conformance parameter", findings });
	}
	const { body } = operation;
	if (body?.required) {
		const { "content-type": _, ...headers } = good.headers;
		await refuse("required", "body", body["x-message"], { ...good, headers, body: undefined }, body);
	}
	return checks;
}

/** Of a request in which several fields are wrong, each is told. */
async function checkTogether(run: Run, operation: Operation): Promise<Check[]> {
	const faults = new Map<string, Constraint>();
	for (const each of constraintsOf(run.contract, operation).known) {
		const { parameter, field, outside } = each;
		const [value] = outside as [unknown];
		const isOwnField = parameter
			? parameter.in !== "path" && !parameter["x-opaque"] && parameter.name === field
			: typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, field);
		if (outside.length > 0 && isOwnField && !faults.has(field)) faults.set(field, each);
	}
	if (faults.size < 2) return [];
	const good = await goodRequest(run, operation, run.caller, "full");
	const parameters = [...faults.values()].filter(({ parameter }) => parameter);
	const properties = [...faults].filter(([, { parameter }]) => !parameter);
	const spoiled = parameters.reduce((draft, each) => breaking(draft, each, each.outside[0]), good);
	const wrong = properties.map(([field, { outside }]) => [field, (outside[0] as Record<string, unknown>)[field]]);
	const draft =
		properties.length === 0
			? spoiled
			: { ...spoiled, body: JSON.stringify({ ...JSON.parse(`${good.body}`), ...Object.fromEntries(wrong) }) };
	const { findings } = await examine(run, draft, (answer) => {
		const told = codeOf(answer) === "VALIDATION_ERROR" ? detailsOf(answer).map(({ field }) => field) : [];
		const untold = [...faults.keys()].filter((field) => !told.includes(field));
		return untold.length === 0
			? undefined
			: {
					what: `of all that is wrong at once, ${untold.join(", ")} is not told, but ${nameOf(answer)}`,
					place: run.contract.placeOf(operation.responses.get(400)),
				};
	});
	return [{ phase, operation: operation.id, name: "all at once", findings }];
}

/** A keyword about the body, the error code that a change of a good request gets (none if it is accepted), the change. */
type BodyCase = readonly [keyword: string, expected: string, change: (good: Draft) => Draft];

const otherTypes = [
	"text/plain",
	"application/jsonx",
	"application/json; charset=iso-8859-1",
	"application/x-www-form-urlencoded",
];
const malformed = ['{"', "{'a':1}", "nul", "[1,]", "{}{}", new Uint8Array([0x22, 0xff, 0x22])];

/** A body's size, its media type, and that it is JSON. */
async function checkBody(run: Run, operation: Operation): Promise<Check[]> {
	const { body } = operation;
	if (!body) return [];
	const { placeOf } = run.contract;
	const limit = body["x-max-bytes"] ?? 0;
	const type = (value: string) => ({ "content-type": value });
	// White space around a JSON text counts, and changes nothing.
	const padded = (draft: Draft, length: number): Draft => ({ ...draft, body: String(draft.body).padEnd(length, " ") });
	const cases: readonly BodyCase[] = [
		["x-max-bytes", "", (good) => padded(good, limit)],
		["x-max-bytes", "PAYLOAD_TOO_LARGE", (good) => padded(good, limit + 1)],
		["content", "", (good) => withHeaders(good, type("Application/JSON; charset=UTF-8"))],
		...otherTypes.map<BodyCase>((each) => [
			"content",
			"UNSUPPORTED_MEDIA_TYPE",
			(good) => withHeaders(good, type(each)),
		]),
		["content", "UNSUPPORTED_MEDIA_TYPE", (good) => withHeaders(good, { "content-encoding": "gzip" })],
		...malformed.map<BodyCase>((body) => ["content", "MALFORMED_JSON", (good) => ({ ...good, body })]),
	];
	const checks = cases.map(async ([keyword, expected, change]) => {
		const draft = change(await goodRequest(run, operation, run.caller));
		const { findings } = await examine(run, draft, (answer) =>
			(expected ? codeOf(answer) === expected : isAccepted(run, operation, answer))
				? undefined
				: {
						what: `the body is answered ${nameOf(answer)} instead of ${expected || "a success"}`,
						place: placeOf(body, keyword),
					},
		);
		const name = `body ${keyword} ${expected || "inside"}`;
		return { phase, operation: operation.id, name, findings };
	});
	return Promise.all(checks);
}
