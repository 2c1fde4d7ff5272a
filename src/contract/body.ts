import { defaultsOf } from "./defaults.ts";
import type { Document, RequestBody } from "./document.ts";
import { type Issue, Problem } from "./problem.ts";
import { validator } from "./validator.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Compiles a request body: the reader gives back its value with defaults filled in, undefined where it is empty. Throws
 * UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE or MALFORMED_JSON; what the schema finds is added to the list.
 */
export function requestBody(
	document: Document,
	body: RequestBody,
): (request: Request, issues: Issue[]) => Promise<unknown> {
	const schema = body.content["application/json"]?.schema;
	if (!schema) throw new Error("only application/json request bodies can be read");
	const validate = validator(document, schema, (path) => path || "body");
	const fillDefaults = defaultsOf(document, schema);
	const limit = body["x-max-bytes"];
	if (!limit) throw new Error("a request body needs x-max-bytes");

	return async (request, issues) => {
		let bytes: Uint8Array | undefined;
		try {
			bytes = await readBytes(request, limit);
		} catch (cause) {
			// A client that hangs up half-way sent half a JSON text.
			throw cause instanceof Problem ? cause : new Problem("MALFORMED_JSON", { cause });
		}
		if (!bytes) {
			if (body.required) issues.push({ field: "body", message: body["x-message"] ?? "Request body is required" });
			return undefined;
		}
		const value = parse(bytes);
		const found = validate(value);
		if (found) issues.push(...found);
		else fillDefaults(value);
		return value;
	};
}

/** The body's bytes; undefined where it is empty, whatever its content type. */
function readBytes(request: Request, limit: number): Promise<Uint8Array | undefined> | undefined {
	const declared = request.headers.get("content-length");
	if (declared === null) {
		const { body } = request;
		return body ? readChunks(request, body, limit) : undefined;
	}
	if (Number(declared) === 0) return undefined;
	requirePlainJson(request);
	if (Number(declared) > limit) throw new Problem("PAYLOAD_TOO_LARGE");
	return request.bytes();
}

/** Reads a body of undeclared length, no further than the limit. */
async function readChunks(request: Request, stream: ReadableStream<Uint8Array>, limit: number) {
	const chunks: Uint8Array[] = [];
	let length = 0;
	// Leaving the loop cancels the stream.
	for await (const chunk of stream) {
		length += chunk.byteLength;
		if (length > 0) requirePlainJson(request);
		if (length > limit) throw new Problem("PAYLOAD_TOO_LARGE");
		chunks.push(chunk);
	}
	return length > 0 ? Buffer.concat(chunks) : undefined;
}

/** Throws unless the body is JSON, and not encoded. Most requests say so in the same few words. */
function requirePlainJson({ headers }: Request): void {
	const type = headers.get("content-type") ?? "";
	if (type !== "application/json" && !isJson(type)) throw new Problem("UNSUPPORTED_MEDIA_TYPE");
	const encoding = headers.get("content-encoding");
	if (encoding !== null && !/^(identity|[ ,\t])*$/i.test(encoding))
		// The header tells the client that its encoding is refused, not its type (RFC 7694 section 3).
		throw new Problem("UNSUPPORTED_MEDIA_TYPE", { headers: { "accept-encoding": "identity" } });
}

/** Whether a media type is JSON in UTF-8, the only encoding that it has between systems (RFC 8259 section 8.1). */
function isJson(sent: string): boolean {
	const [type, ...parameters] = sent.toLowerCase().split(";");
	const charset = parameters.map((parameter) => parameter.trim()).find((each) => each.startsWith("charset="));
	return type?.trim() === "application/json" && (charset === undefined || /^charset="?utf-8"?$/.test(charset));
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(utf8.decode(bytes));
	} catch {
		throw new Problem("MALFORMED_JSON");
	}
}
