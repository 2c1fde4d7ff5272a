import { methods, type Parameter, securityScheme } from "../../src/contract/document.ts";
import { errorWords, type Operation, unrouted } from "../../src/contract/operation.ts";
import { type Check, codeOf, examine, exchange, type Finding, finding, nameOf, type Run, Silence } from "./check.ts";
import { breaking } from "./constrained.ts";
import { constraintsOf } from "./constraints.ts";
import { creatorFor, goodRequest, withParameter } from "./good.ts";
import { placeOfOperation } from "./judge.ts";
import { checkOrder } from "./order.ts";
import { type Answer, type Draft, withHeaders } from "./request.ts";
import { sampleOf } from "./sample.ts";
import type { Documented } from "./service.ts";

const phase = "documented";

/** Phase 1: every status and error code that an operation documents is provoked, and compared with the contract whole. */
export async function checkDocumented(run: Run): Promise<Check[]> {
	const answers = run.operations.flatMap((operation) =>
		answersOf(run, operation).map((documented) => ({ operation, documented })),
	);
	const checks = await Promise.all(
		answers.map(({ operation, documented }) =>
			reach(run, operation, documented).catch((error: Error) => {
				if (error instanceof Silence) throw error;
				const findings = [{ what: error.message, place: placeOfOperation(run.contract, operation) }];
				return { phase, operation: operation.id, name: titleOf(documented), findings };
			}),
		),
	);
	return [...checks, ...(await checkOrder(run)), ...(await checkUnrouted(run))];
}

/** The pairs of status and error code that an operation documents. */
function answersOf({ contract }: Run, { responses }: Operation): Documented[] {
	return [...responses].flatMap<Documented>(([status, response]) => {
		const words = errorWords(contract.document, new Map([[status, response]]));
		return words.size > 0 ? [...words.keys()].map((code) => ({ status, code })) : [{ status, code: undefined }];
	});
}

const titleOf = ({ status, code }: Documented): string => [status, code ?? []].flat().join(" ");

async function reach(run: Run, operation: Operation, documented: Documented): Promise<Check> {
	const { status, code } = documented;
	const name = titleOf(documented);
	const check = { phase, operation: operation.id, name };
	const place = run.contract.placeOf(operation.responses.get(status));
	const ways = await waysTo(run, operation, documented);
	if (typeof ways === "string") return { ...check, findings: [], untried: ways };

	if (ways.length === 0) return { ...check, findings: [{ what: `nothing is known that provokes ${name}`, place }] };
	const findings: Finding[] = [];
	let got: Answer | undefined;
	for (const draft of ways) {
		const examined = await examine(run, draft, (answer) =>
			answer.status === status && codeOf(answer) === code
				? undefined
				: { what: `answers ${nameOf(answer)} instead of ${name}`, place },
		);
		findings.push(...examined.findings);
		const lost = draft.method === "HEAD" && got ? lostBy(examined.answer, got) : [];
		findings.push(...lost.map((name) => finding(run, draft, `HEAD has another ${name} than GET`, place)));
		got = examined.answer;
	}
	return { ...check, findings };
}

/** The headers that a HEAD does not have as the GET before it (RFC 9110 section 9.3.2). */
const lostBy = ({ headers }: Answer, got: Answer): string[] =>
	[...got.headers].flatMap(([name, value]) => {
		if (name === "date" || name === "content-length" || name === "transfer-encoding") return [];
		const same = name === "etag" ? headers.get(name) === value : headers.has(name);
		return same ? [] : name;
	});

/** The requests that must all get an answer; or why there are none. */
async function waysTo(run: Run, operation: Operation, documented: Documented): Promise<Draft[] | string> {
	const { caller } = run;
	const good = await goodRequest(run, operation, caller);
	const own =
		documented.code === undefined
			? await successes(run, operation, good, documented.status)
			: await failuresOf(run, operation, good, documented);
	if (own.length > 0) return own;
	const provoked = await run.service.provoke(operation, documented);
	if (!provoked) return [];
	if (typeof provoked === "string") return provoked;
	const { headers = {}, ...others } = provoked;
	const owner = operation.parameters.find((each) => each["x-owner"]);
	const path = owner && provoked.caller ? { ...good.path, [owner.name]: provoked.caller.id } : good.path;
	return [withHeaders({ ...good, path, ...others }, headers)];
}

const headerOf = ({ parameters }: Operation, name: string) =>
	parameters.find((each) => each.in === "header" && each.name === name);

async function successes(run: Run, operation: Operation, good: Draft, status: number): Promise<Draft[]> {
	if (status === 304) {
		if (!headerOf(operation, "If-None-Match")) return [];
		const { headers } = await exchange(run, good);
		return [withHeaders(good, { "if-none-match": headers.get("etag") ?? "" })];
	}
	const minimal = operation.parameters.some((each) => each["x-return-minimal"]);
	if (status === 204 && minimal) return [withHeaders(good, { prefer: "return=minimal" })];
	const statuses = [...operation.responses.keys()];
	if (status !== statuses.find((each) => each < 300)) return [];
	// RFC 9110 section 9.3.2: HEAD is answered like GET, without the body.
	return operation.method === "GET" ? [good, { ...good, method: "HEAD" }] : [good];
}

/** The requests that get an error code by what the contract says about it; none where it takes more than that. */
async function failuresOf(run: Run, operation: Operation, good: Draft, { status, code }: Documented): Promise<Draft[]> {
	const { document, operations } = run.contract;
	const schemes = operation.security.map((name) => securityScheme(document, name));
	if (schemes.some((scheme) => scheme["x-missing"] === code)) return [{ ...good, caller: undefined }];

	const owner = operation.parameters.find((each) => each["x-owner"] === code);
	if (owner) {
		// A file of users begins again at its end: of two that are asked for at once, one is another.
		const others = await Promise.all([run.service.newCaller(), run.service.newCaller()]);
		const other = others.find((each) => each && each.id !== good.caller?.id);
		return other ? [withParameter(good, owner, [other.id])] : [];
	}
	const invalid = operation.parameters.find((each) => each["x-invalid"] === code);
	if (invalid) return absent(run, operation, good, invalid);

	const { body } = operation;
	switch (code) {
		case "METHOD_NOT_ALLOWED": {
			const here = operations.filter(({ path }) => path === operation.path);
			const others = [...methods, "OPTIONS"].filter((method) => !here.some((each) => each.method === method));
			return others.map((method) => ({ ...good, method, body: undefined }));
		}
		case "MALFORMED_JSON":
			return body ? [{ ...good, body: '{"' }] : [];
		case "UNSUPPORTED_MEDIA_TYPE":
			return body ? [withHeaders(good, { "content-type": "text/plain" })] : [];
		case "PAYLOAD_TOO_LARGE":
			return body?.["x-max-bytes"] ? [{ ...good, body: " ".repeat(body["x-max-bytes"] + 1) }] : [];
		case "VALIDATION_ERROR": {
			const broken = constraintsOf(run.contract, operation).known.find(
				({ parameter, outside }) => parameter?.in !== "path" && outside.length > 0,
			);
			return [broken ? breaking(good, broken, broken.outside[0]) : { ...good, query: [...good.query, ["none", "1"]] }];
		}
	}
	if (status === 412 && headerOf(operation, "If-Match"))
		return [withHeaders(good, { "if-match": '"never-a-version"' })];
	if (status === 422 && headerOf(operation, "Idempotency-Key")) return reused(run, operation, good);
	return [];
}

/** What the path would lead to were it not gone, or never there; and a value that can be none. */
function absent(run: Run, operation: Operation, good: Draft, parameter: Parameter): Draft[] {
	const { document } = run.contract;
	const bad = constraintsOf(run.contract, operation)
		.known.filter((constraint) => constraint.parameter === parameter)
		.flatMap(({ outside }) => outside)
		.slice(0, 1)
		.map((value) => withParameter(good, parameter, [String(value)]));
	const never = creatorFor(run, operation)
		? [
				withParameter(good, parameter, [
					String(parameter.schema.maximum ?? sampleOf(document, parameter.schema, "least")),
				]),
			]
		: [];
	return [...never, ...bad];
}

/** The same idempotency key, with two different bodies. */
async function reused(run: Run, operation: Operation, good: Draft): Promise<Draft[]> {
	const keyed = withHeaders(good, { "idempotency-key": crypto.randomUUID() });
	const full = await goodRequest(run, operation, good.caller, "full");
	await exchange(run, keyed);
	return [{ ...keyed, body: full.body }];
}

/** What no operation takes is answered as `x-unrouted` says. */
async function checkUnrouted(run: Run): Promise<Check[]> {
	const { document } = run.contract;
	const nowhere = unrouted(document);
	if (!errorWords(document, nowhere.responses).has("NOT_FOUND")) return [];
	const draft: Draft = {
		operation: { ...nowhere, method: "GET", path: "/there/is/nothing/here" },
		path: {},
		query: [],
		headers: {},
	};
	const { answer, findings } = await examine(run, draft);
	const name = "404 NOT_FOUND";
	const missed = nameOf(answer) === name ? [] : [finding(run, draft, `answers ${nameOf(answer)} instead of ${name}`)];
	return [{ phase, operation: nowhere.id, name, findings: [...missed, ...findings] }];
}
