/** Contracts that each lack one constraint. */
import type { Document } from "../../src/contract/document.ts";
import type { Operation } from "../../src/contract/operation.ts";
import { constraintsOf } from "./constraints.ts";
import type { Contract } from "./contract.ts";

export interface Mutant {
	/** What was taken out, as a JSON pointer. */
	readonly name: string;
	/** The operations that it is about. */
	readonly operations: readonly string[];
	/** The contract without it. */
	readonly document: Document;
}

/** One mutant for each constraint of the operations' inputs, wherever it stands in the document. */
export function* mutantsOf(contract: Contract): Generator<Mutant> {
	const sites = contract.operations.flatMap((operation) =>
		placesOf(contract, operation).map((name) => ({ name, id: operation.id })),
	);
	for (const [name, here] of Map.groupBy(sites, (each) => each.name)) {
		const document = structuredClone(contract.document);
		remove(document, name);
		const operations = [...new Set(here.map(({ id }) => id))];
		yield { name, operations, document };
	}
}

/** The pointers of all that constrains an operation's inputs. */
function placesOf(contract: Contract, operation: Operation): string[] {
	const { known } = constraintsOf(contract, operation);
	const { parameters, body } = operation;
	const of = (node: object, keyword: string) => (keyword in node ? `${contract.pointerOf(node)}/${keyword}` : []);
	return [
		...known.map(({ node, keyword }) => of(node, keyword)),
		...parameters.map((parameter) => of(parameter.schema, "default")),
		...parameters.filter((each) => each.in !== "path" && each.required).map((parameter) => of(parameter, "required")),
		...parameters.map((parameter) => of(parameter, "x-owner")),
		...parameters.map((parameter) => of(parameter, "x-invalid")),
		...(body?.required ? [of(body, "required")] : []),
		...(body ? [of(body, "x-max-bytes")] : []),
	].flat();
}

/** Takes out what stands at a pointer; the size of a body, which there must be, is made larger. */
function remove(document: object, pointer: string): void {
	const steps = pointer
		.split("/")
		.slice(1)
		.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
	const keyword = steps.pop() ?? "";
	const node = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Record<
		string,
		unknown
	>;
	if (keyword === "x-max-bytes") node[keyword] = Number(node[keyword]) * 2;
	else delete node[keyword];
}
