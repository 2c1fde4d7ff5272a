import fc from "fast-check";
import type { Parameter } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { type Chaos, valuesOf } from "../contract/values.ts";
import { type Check, codeOf, examine, nameOf, type Run, type Shortfall } from "./check.ts";
import { isAccepted } from "./constrained.ts";
import { bodySchema, goodRequest, withParameter } from "./good.ts";
import { placeOfOperation } from "./judge.ts";
import { fits, fromTexts, toTexts } from "./parameter.ts";
import type { Answer, Draft } from "./request.ts";
import { search } from "./search.ts";
import { independent } from "./validators.ts";

/** What is random of a request; the rest is that of a good one. */
interface Input {
	readonly texts: readonly (readonly [Parameter, readonly string[]])[];
	readonly body: string | undefined;
}

/**
 * Phase 3: random inputs from the schemas and around them. What an independent validator finds valid is accepted, all
 * else is refused as documented, and nothing gets a 5xx. A failing request is shrunk.
 */
export const checkRandom = (run: Run): Promise<Check[]> =>
	Promise.all(run.operations.map((operation) => checkOperation(run, operation)));

async function checkOperation(run: Run, operation: Operation): Promise<Check> {
	const good = await goodRequest(run, operation, run.caller);
	const { findings } = await search(run, run.examples, inputsOf(run, operation), async (input) => {
		const draft = draftOf(await fresh(run, operation, good), input);
		const examined = await examine(run, draft, (answer) => misjudged(run, operation, input, answer));
		return examined.findings;
	});
	const name = `${run.examples} requests`;
	return { phase: "random", operation: operation.id, name, findings };
}

/** The draft, about something that is still there. */
async function fresh(run: Run, operation: Operation, good: Draft): Promise<Draft> {
	return operation.method === "DELETE" ? goodRequest(run, operation, run.caller) : good;
}

/** Inputs of which half are valid, or nearly, and the others broken more or less. */
function inputsOf(run: Run, operation: Operation): fc.Arbitrary<Input> {
	const of = (chaos: Chaos) => {
		const parameters = operation.parameters
			// Another's path is what the isolation is about.
			.filter((each) => !each["x-owner"])
			.map((parameter) => textsOf(run, parameter, chaos));
		const schema = bodySchema(operation);
		const body = schema ? bodies(run, operation, chaos) : fc.constant(undefined);
		return fc.tuple(fc.tuple(...parameters), body).map(([texts, body]) => ({ texts: texts.flat(), body }));
	};
	return fc.oneof(of(0), of(5), of(40));
}

/** What is sent of one parameter: texts, none of them, or nothing that a good request does not have. */
function textsOf({ contract: { document } }: Run, parameter: Parameter, chaos: Chaos): fc.Arbitrary<Input["texts"]> {
	const { schema, in: place, required } = parameter;
	const asGood = fc.constant<Input["texts"]>([]);
	const sent = valuesOf(document, schema, chaos)
		.map((value) => toTexts(value) ?? [])
		.filter((texts) => texts.length > 0 && texts.every(fits[place]))
		.map<Input["texts"]>((texts) => [[parameter, texts]]);
	if (place === "path") {
		// What the good request leads to is there; nearly all else is not.
		return fc.oneof({ weight: 100 - chaos, arbitrary: asGood }, { weight: chaos + 5, arbitrary: sent });
	}
	const absent = fc.constant<Input["texts"]>([[parameter, []]]);
	const leftOut = required ? chaos : 60;
	return fc.oneof({ weight: leftOut, arbitrary: absent }, { weight: 100 - leftOut, arbitrary: sent });
}

function bodies({ contract: { document } }: Run, operation: Operation, chaos: Chaos): fc.Arbitrary<string> {
	const schema = bodySchema(operation) ?? {};
	const sound = valuesOf(document, schema, chaos).map((value) => JSON.stringify(value));
	// A JSON text with something put into it, or cut short.
	const torn = fc
		.tuple(sound, fc.nat(200), fc.constantFrom("", ",", "}", "\u0000", "\\", "1"))
		.map(([text, at, more]) => `${text.slice(0, at)}${more}`);
	return fc.oneof({ weight: 400 - chaos, arbitrary: sound }, { weight: chaos, arbitrary: torn });
}

function draftOf(good: Draft, { texts, body }: Input): Draft {
	return {
		...texts.reduce((draft, [parameter, values]) => withParameter(draft, parameter, values), good),
		...(body !== undefined && { body }),
	};
}

/** What is wrong with an answer, by what the contract says about its request. */
function misjudged(run: Run, operation: Operation, input: Input, answer: Answer): Shortfall | undefined {
	const place = placeOfOperation(run.contract, operation);
	const expected = expectation(run, operation, input);
	const code = codeOf(answer) ?? "";
	const [absence] = operation.parameters.flatMap((each) => each["x-invalid"] ?? []);
	const isRight = expected ? expected === code : isAccepted(run, operation, answer, absence);
	if (isRight && answer.status < 500) return undefined;
	return {
		what: `a random ${expected ? "invalid" : "valid"} request is answered ${nameOf(answer)}${expected ? ` instead of ${expected}` : ""}`,
		place,
	};
}

/** The error code that an invalid input gets; undefined for a valid one. */
function expectation(
	{ contract: { document } }: Run,
	operation: Operation,
	{ texts, body }: Input,
): string | undefined {
	const broken = texts.filter(([{ schema, required, ...parameter }, values]) =>
		values.length === 0
			? required
			: parameter["x-opaque"] || !independent(document, schema)(fromTexts(document, schema, values)),
	);
	const path = broken.find(([parameter]) => parameter.in === "path");
	if (path) return path[0]["x-invalid"] ?? "VALIDATION_ERROR";
	const schema = bodySchema(operation);
	if (schema && body) {
		if (Buffer.byteLength(body) > (operation.body?.["x-max-bytes"] ?? 0)) return "PAYLOAD_TOO_LARGE";
		let value: unknown;
		try {
			value = JSON.parse(body);
		} catch {
			return "MALFORMED_JSON";
		}
		if (!independent(document, schema)(value)) return "VALIDATION_ERROR";
	}
	if (schema && body === "" && operation.body?.required) return "VALIDATION_ERROR";
	return broken.length > 0 ? "VALIDATION_ERROR" : undefined;
}
