import { securityScheme } from "../../src/contract/document.ts";
import { errorWords, type Operation } from "../../src/contract/operation.ts";
import { type Check, codeOf, examine, nameOf, type Run } from "./check.ts";
import { constraintsOf } from "./constraints.ts";
import { creatorFor, goodRequest, withParameter } from "./good.ts";
import { type Draft, withHeaders } from "./request.ts";
import { sampleOf } from "./sample.ts";

/** Something that is wrong with a request. */
interface Fault {
	/** The error code that it gets. */
	readonly code: string;
	/** What of the request it spoils: two faults of the same cannot be in one. */
	readonly part: string;
	readonly spoil: (draft: Draft) => Draft;
}

/** Where two things are wrong with a request, the answer is about the one that is decided first. */
export async function checkOrder(run: Run): Promise<Check[]> {
	const checks = await Promise.all(run.operations.map((operation) => checkOperation(run, operation)));
	return checks.flat();
}

async function checkOperation(run: Run, operation: Operation): Promise<Check[]> {
	const good = await goodRequest(run, operation, run.caller);
	const faults = await faultsOf(run, operation, good);
	const place = run.contract.placeOf(run.contract.document.paths[operation.path], operation.method.toLowerCase());
	const pairs = faults.flatMap((first, index) =>
		faults.slice(index + 1).flatMap((second) => (second.part === first.part ? [] : [[first, second] as const])),
	);
	const checks = pairs.map(async ([first, second]) => {
		const { findings } = await examine(run, first.spoil(second.spoil(good)), (answer) =>
			codeOf(answer) === first.code
				? undefined
				: { what: `${first.code} and ${second.code} at once are answered ${nameOf(answer)}`, place },
		);
		const name = `${first.code} before ${second.code}, by ${first.part} and ${second.part}`;
		return { phase: "documented", operation: operation.id, name, findings };
	});
	return Promise.all(checks);
}

/** What can be wrong with a request, in the order in which it is decided (openapi/README.md). */
async function faultsOf(run: Run, operation: Operation, good: Draft): Promise<Fault[]> {
	const { document } = run.contract;
	const { body, parameters, security } = operation;
	const words = errorWords(document, operation.responses);
	const faults: Fault[] = [];
	const add = (code: string | undefined, part: string, spoil: Fault["spoil"]) => {
		if (code !== undefined && words.has(code)) faults.push({ code, part, spoil });
	};

	const [scheme] = security;
	if (scheme)
		add(securityScheme(document, scheme)["x-missing"], "caller", (draft) => ({ ...draft, caller: undefined }));
	const owner = parameters.find((each) => each["x-owner"]);
	const others = await Promise.all([run.service.newCaller(), run.service.newCaller()]);
	const other = others.find((each) => each && each.id !== good.caller?.id);
	if (owner && other) add(owner["x-owner"], owner.name, (draft) => withParameter(draft, owner, [other.id]));

	const thing = parameters.findLast((each) => each["x-invalid"]);
	const invalid = constraintsOf(run.contract, operation).known.find(
		(each) => each.parameter === thing && each.outside.length > 0,
	);
	if (thing && invalid)
		add(thing["x-invalid"], thing.name, (draft) => withParameter(draft, thing, [String(invalid.outside[0])]));
	if (body) {
		add("UNSUPPORTED_MEDIA_TYPE", "content-type", (draft) => withHeaders(draft, { "content-type": "text/plain" }));
		add("PAYLOAD_TOO_LARGE", "body", (draft) => ({ ...draft, body: " ".repeat((body["x-max-bytes"] ?? 0) + 1) }));
		add("MALFORMED_JSON", "body", (draft) => ({ ...draft, body: '{"' }));
	}
	add("VALIDATION_ERROR", "query", (draft) => ({ ...draft, query: [...draft.query, ["conformance", "1"]] }));
	if (thing && creatorFor(run, operation)) {
		const never = String(thing.schema.maximum ?? sampleOf(document, thing.schema, "least"));
		add(thing["x-invalid"], thing.name, (draft) => withParameter(draft, thing, [never]));
	}
	const [changed] = [...words].find(([, { status }]) => status === 412) ?? [];
	if (parameters.some(({ name }) => name === "If-Match"))
		add(changed, "if-match", (draft) => withHeaders(draft, { "if-match": '"never-a-version"' }));
	return faults;
}
