import type { ErrorObject } from "ajv";
import { type ResponseObject, resolve, securityScheme } from "../../src/contract/document.ts";
import { answeredMethods, errorWords } from "../../src/contract/operation.ts";
import type { Shortfall } from "./check.ts";
import type { Contract } from "./contract.ts";
import { fromText } from "./parameter.ts";
import type { Answer, Asked, Draft } from "./request.ts";
import { closed, independent } from "./validators.ts";

/**
 * What HTTP itself, CORS, and those who stand between a deployment and the world add to any answer. Everything else
 * must be documented.
 */
const transport =
	/^(date|connection|keep-alive|transfer-encoding|content-length|content-type|content-encoding|vary|access-control-.*|server|via|alt-svc|strict-transport-security|age|report-to|nel|cf-.*|x-envoy-.*|x-amz.*|x-cloud-trace-context|x-served-by|fly-request-id)$/;

/** Everything in which an answer is not what the contract says about its operation and status. */
export function judge(contract: Contract, draft: Draft, answer: Answer): Shortfall[] {
	const { operation } = draft;
	const response = operation.responses.get(answer.status);
	if (!response)
		return [
			{
				what: `${operation.id} answers ${answer.status}, which it does not document`,
				place: placeOfOperation(contract, operation),
			},
		];
	return [...judgeHeaders(contract, draft, response, answer), ...judgeBody(contract, draft, response, answer)];
}

/** Where an operation stands in the contract. */
export const placeOfOperation = ({ document, placeOf }: Contract, { path, method }: Asked): string => {
	const item = document.paths[path];
	return item ? placeOf(item, method.toLowerCase()) : placeOf(document["x-unrouted"]);
};

function judgeHeaders(
	contract: Contract,
	{ operation, headers: asked }: Draft,
	response: ResponseObject,
	{ status, headers, json }: Answer,
): Shortfall[] {
	const { document, placeOf } = contract;
	const documented = Object.entries(response.headers ?? {}).map(
		([name, node]) => [name.toLowerCase(), resolve(document, node)] as const,
	);
	const shortfalls: Shortfall[] = [];
	for (const [name, header] of documented) {
		const sent = headers.get(name);
		if (sent === null) {
			if (header.required)
				shortfalls.push({ what: `the required header ${name} is missing`, place: placeOf(header, "required") });
			continue;
		}
		const validate = independent(document, header.schema);
		if (!validate(fromText(document, header.schema, sent)))
			shortfalls.push({
				what: `the header ${name} is ${JSON.stringify(sent)}, which breaks ${validate.errors?.[0]?.keyword}`,
				place: placeOf(header.schema),
			});
	}
	for (const name of headers.keys())
		if (!documented.some(([known]) => known === name) && !transport.test(name))
			shortfalls.push({ what: `the header ${name} is not documented for ${status}`, place: placeOf(response) });

	const applied = headers.get("preference-applied");
	if (applied !== null && !asked.prefer?.includes(applied))
		shortfalls.push({ what: `the preference ${applied} is applied, and was not sent`, place: placeOf(response) });

	const expected = expectedHeaders(contract, operation, status, json);
	for (const [name, value] of Object.entries(expected)) {
		const sent = headers.get(name);
		if (sent !== null && sent !== value)
			shortfalls.push({
				what: `the header ${name} is ${JSON.stringify(sent)} instead of ${JSON.stringify(value)}`,
				place: placeOf(response),
			});
	}
	return shortfalls;
}

/** The headers whose values follow from the contract as a whole: its methods, and its security. */
function expectedHeaders(
	{ document, operations }: Contract,
	operation: Asked,
	status: number,
	json: unknown,
): Record<string, string> {
	if (status === 405) {
		const here = operations.filter(({ path }) => path === operation.path);
		return { allow: answeredMethods(here).join(", ") };
	}
	if (status !== 401) return {};
	const { code } = (json as { error?: { code?: string } })?.error ?? {};
	const challenges = operation.security
		.map((name) => securityScheme(document, name))
		.filter(({ type }) => type === "http")
		.map(({ scheme = "", ...others }) => {
			if (scheme.toLowerCase() !== "bearer") return scheme;
			// RFC 6750 section 3.1: a token that was not even sent has no error.
			return code === others["x-missing"] ? "Bearer" : 'Bearer error="invalid_token"';
		});
	return { "www-authenticate": challenges.join(", ") };
}

function judgeBody(
	{ document, placeOf }: Contract,
	{ operation, headers: sent, method }: Draft,
	response: ResponseObject,
	{ status, headers, text, json }: Answer,
): Shortfall[] {
	const content = response.content?.["application/json"];
	const prefersMinimal = status < 300 && /\breturn=minimal\b/.test(sent.prefer ?? "");
	const isMinimal = prefersMinimal && headers.get("preference-applied") === "return=minimal";
	if (prefersMinimal && !isMinimal && text === "")
		return [{ what: `the ${status} does not tell that return=minimal is applied`, place: placeOf(response) }];
	const type = headers.get("content-type");
	if (!content || isMinimal || method === "HEAD") {
		const place = placeOf(response);
		if (text !== "") return [{ what: `the ${status} has a body`, place }];
		if (type === null || method === "HEAD") return [];
		return [{ what: `the ${status} has a content type and no body`, place }];
	}
	if (type !== "application/json")
		return [{ what: `the content type is ${type} instead of application/json`, place: placeOf(response, "content") }];
	const validate = closed(document, content.schema);
	if (!validate(json))
		return (validate.errors ?? [])
			.slice(0, 3)
			.map((error) => ({ what: `the body ${breach(error)}`, place: placeOf(content.schema) }));
	return status < 400
		? []
		: judgeError(errorWords(document, operation.responses), status, json).map((what) => ({
				what,
				place: placeOf(response),
			}));
}

/** How a body breaks its schema. */
function breach({ keyword, instancePath, message, params }: ErrorObject) {
	const surplus = params.additionalProperty ?? params.unevaluatedProperty;
	return surplus === undefined
		? `breaks ${keyword} at ${instancePath || "its top"}: ${message}`
		: `has a property that is not documented: ${instancePath}/${surplus}`;
}

interface ErrorBody {
	readonly data?: unknown;
	readonly error?: {
		readonly code?: string;
		readonly message?: string;
		readonly details?: readonly { field?: string; message?: string }[];
	} | null;
}

/** What is wrong with a failure's words: the examples are normative, and a VALIDATION_ERROR has its details. */
function judgeError(words: ReturnType<typeof errorWords>, status: number, json: unknown): string[] {
	const { error } = (json ?? {}) as ErrorBody;
	const code = error?.code ?? "";
	const documented = words.get(code);
	if (documented?.status !== status) return [`the code ${code || "(none)"} is not documented for ${status}`];
	if (code !== "VALIDATION_ERROR") {
		const expected = { data: null, error: { message: documented.message, code } };
		return Bun.deepEquals(json, expected, true)
			? []
			: [`the body of ${code} is not the contract's example, but ${JSON.stringify(json)}`];
	}
	const details = error?.details ?? [];
	const first = details[0]?.message;
	return [
		details.length > 0 ? [] : "a VALIDATION_ERROR has no details",
		details.every(({ field, message }) => field && message) ? [] : "a detail has no field or no message",
		first === undefined || error?.message === first
			? []
			: `the message is not that of the first detail: ${error?.message}`,
	].flat();
}
