import type { SchemaObject } from "openapi-typescript";
import ts from "typescript";

/**
 * For openapi-typescript: the type of an `x-extensible-enum`. For those who send it, it is exactly its values. For
 * those who receive it, where `isOpen`, it may be any other text as well, and editors still propose these.
 */
export const extensibleEnum =
	({ isOpen }: { isOpen: boolean }) =>
	({ "x-extensible-enum": values }: SchemaObject) =>
		Array.isArray(values) ? unionType(values, isOpen) : undefined;

function unionType(values: readonly string[], isOpen: boolean): ts.TypeNode {
	const { factory, SyntaxKind } = ts;
	const anyText = factory.createIntersectionTypeNode([
		factory.createKeywordTypeNode(SyntaxKind.StringKeyword),
		factory.createTypeLiteralNode([]),
	]);
	return factory.createUnionTypeNode([
		...values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value))),
		...(isOpen ? [anyText] : []),
	]);
}
