import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { extensibleEnum } from "./extensible-enum.ts";

/** openapi-typescript's types of a contract, each part under the name that a reader of the client expects. */
export interface ClientTypes {
	/** The schemas, as exported interfaces and types. */
	readonly schemas: string;
	/** Their names. */
	readonly names: readonly string[];
	/** A parameter as a property, under the name that it has among the client's arguments. */
	parameter(operation: string, place: string, name: string, as: string): string;
	/** The type of an operation's body. */
	body(operation: string): string;
	/** The type of the `data` of an answer, `null` where it has no body. */
	data(operation: string, status: number): string;
}

/** Reads the types of a contract in YAML. */
export async function clientTypes(contract: string): Promise<ClientTypes> {
	const nodes = await openapiTS(contract, {
		defaultNonNullable: false,
		alphabetize: false,
		silent: true,
		transform: extensibleEnum({ isOpen: true }),
	});
	const roots = new Map(nodes.filter(ts.isInterfaceDeclaration).map((root) => [root.name.text, root]));

	const find = (...path: string[]): ts.PropertySignature | undefined => {
		const [root = "", ...names] = path;
		let at: ts.Node | undefined = roots.get(root);
		for (const name of names) at = member(at && typeOf(at), name);
		return at && ts.isPropertySignature(at) ? at : undefined;
	};
	/** What a node stands for: a property for its type, a reference into the components for what is there. */
	const typeOf = (node: ts.Node): ts.Node => {
		if (ts.isPropertySignature(node) && node.type) return typeOf(node.type);
		const path = componentOf(node);
		const target = path && find("components", ...path);
		return target ? typeOf(target) : node;
	};

	/** References to schemas by their names, others as what they stand for; `undefined` is as good as left out. */
	const readable = <N extends ts.Node>(node: N): N =>
		ts.transform(node, [
			(context) => (start) => {
				const visit = (each: ts.Node): ts.Node => {
					const [kind, name] = componentOf(each) ?? [];
					if (name && kind === "schemas") return ts.factory.createTypeReferenceNode(name);
					const target = kind && name && find("components", kind, name)?.type;
					if (target) return visit(target);
					const inner = ts.visitEachChild(each, visit, context);
					return ts.isPropertySignature(inner) && inner.questionToken && inner.type
						? withUndefined(inner, inner.type)
						: inner;
				};
				return visit(start) as N;
			},
		]).transformed[0] as N;
	const print = (node: ts.Node): string => astToString(readable(node)).trim().replaceAll("@description ", "");

	const declaration = (schema: ts.PropertySignature): string => {
		const name = nameOf(schema);
		const comment = print(named(schema, "x")).slice(0, -"x;".length);
		const type = print(schema.type as ts.Node);
		const isObject = schema.type && ts.isTypeLiteralNode(schema.type);
		return isObject ? `${comment}export interface ${name} ${type}\n` : `${comment}export type ${name} = ${type};\n`;
	};

	const schemas = membersOf(find("components", "schemas")?.type);
	return {
		schemas: schemas.map(declaration).join(""),
		names: schemas.map(nameOf),
		parameter(operation, place, name, as) {
			const found = find("operations", operation, "parameters", place, name);
			if (!found) throw new Error(`${operation} has no ${name}`);
			return print(named(found, as, found.type));
		},
		body(operation) {
			const found = find("operations", operation, "requestBody", ...json);
			if (!found?.type) throw new Error(`${operation} has no JSON body`);
			return print(found.type);
		},
		data(operation, status) {
			const answer = ["operations", operation, "responses", `${status}`];
			const found = find(...answer, ...json, "data");
			return found?.type ? print(found.type) : "null";
		},
	};
}

const json = ["content", "application/json"];

const withUndefined = (property: ts.PropertySignature, type: ts.TypeNode): ts.PropertySignature =>
	ts.factory.updatePropertySignature(
		property,
		property.modifiers,
		property.name,
		property.questionToken,
		ts.factory.createUnionTypeNode([
			...(ts.isUnionTypeNode(type) ? type.types : [type]),
			ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
		]),
	);

/** A property under another name, with its comment. */
const named = (property: ts.PropertySignature, name: string, type?: ts.TypeNode): ts.PropertySignature =>
	ts.factory.updatePropertySignature(
		property,
		property.modifiers,
		ts.factory.createIdentifier(name),
		type && property.questionToken,
		type,
	);

const membersOf = (node: ts.Node | undefined): ts.PropertySignature[] =>
	node && (ts.isTypeLiteralNode(node) || ts.isInterfaceDeclaration(node))
		? node.members.filter(ts.isPropertySignature)
		: [];

const member = (node: ts.Node | undefined, name: string) => membersOf(node).find((each) => nameOf(each) === name);

const nameOf = ({ name }: ts.PropertySignature): string => ("text" in name ? name.text : "");

/** Where `components["schemas"]["Task"]` leads: `["schemas", "Task"]`. */
function componentOf(node: ts.Node): [kind: string, name: string] | undefined {
	if (!ts.isIndexedAccessTypeNode(node)) return undefined;
	const { objectType, indexType } = node;
	if (!ts.isIndexedAccessTypeNode(objectType)) return undefined;
	const [kind, name] = [objectType.indexType, indexType].map((index) =>
		ts.isLiteralTypeNode(index) && ts.isStringLiteral(index.literal) ? index.literal.text : undefined,
	);
	return kind !== undefined && name !== undefined ? [kind, name] : undefined;
}
