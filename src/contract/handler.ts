import type { Result } from "./result.ts";

/** A contract's generated types: openapi-typescript's operations, and what they leave out. */
export interface ContractTypes {
	readonly operations: object;
	readonly facts: object;
}
type OperationTypes<C extends ContractTypes, Id extends OperationId<C>> = C["operations"][Id];
type ParametersIn<C extends ContractTypes, Id extends OperationId<C>, Place extends string> =
	OperationTypes<C, Id> extends { parameters: { [place in Place]?: infer Values } }
		? Exclude<Values, undefined>
		: never;
type Fact<C extends ContractTypes, Id extends OperationId<C>, Name extends "secured" | "problems" | "defaults"> =
	C["facts"][Id] extends Record<Name, infer Value> ? Value : never;

/** Who sends a request. */
export interface Identity {
	/** The user's id, the token's `sub`. */
	readonly subject: string;
}

/** One handler per operation of the contract, by operationId. */
export type Handlers<C extends ContractTypes> = {
	readonly [Id in OperationId<C>]: (input: Input<C, Id>) => Promise<Reply<Id>> | Reply<Id>;
};
type OperationId<C extends ContractTypes> = keyof C["operations"] & keyof C["facts"] & string;

/** The documented inputs of an operation, validated and coerced, and the makers of its replies. */
export type Input<C extends ContractTypes, Id extends OperationId<C>> = Present<{
	readonly path: ParametersIn<C, Id, "path">;
	readonly query: WithDefaults<ParametersIn<C, Id, "query">, Fact<C, Id, "defaults">>;
	readonly header: ParametersIn<C, Id, "header">;
	readonly body: BodyOf<OperationTypes<C, Id>>;
	readonly identity: Fact<C, Id, "secured"> extends true ? Identity : never;
}> & {
	readonly reply: ReplyMaker<Id, Successes<ResponsesOf<OperationTypes<C, Id>>>>;
	readonly fail: (code: Fact<C, Id, "problems">) => Reply<Id>;
};

type Present<Inputs> = { [Name in keyof Inputs as [Inputs[Name]] extends [never] ? never : Name]: Inputs[Name] };
type WithDefaults<Query, Names> = [Query] extends [never]
	? never
	: Query & Required<Pick<Query, Extract<Names, keyof Query>>>;
type BodyOf<Types> = Types extends { requestBody: Json<infer Body> }
	? Body
	: Types extends { requestBody?: infer Body }
		? Body extends Json<infer Value> // a union with undefined: each member for itself
			? Value | undefined
			: never
		: never;
type Json<Body> = { content: { "application/json": Body } };
type ResponsesOf<Types> = Types extends { responses: infer Responses } ? Responses : never;

declare const documented: unique symbol;
/** What a handler gives back: only its input's `reply` and `fail` make one. */
export type Reply<Id extends string> = Result & { readonly [documented]: Id };

type Successes<Responses> = {
	[Status in keyof Responses as Status extends SuccessStatus ? Status : never]: Responses[Status];
};
type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 304;
type ReplyMaker<Id extends string, Responses> = <
	Status extends keyof Responses,
	Body extends ResponseBody<Responses[Status]>,
>(
	status: Status,
	...rest: ReplyRest<Body & Exact<ResponseBody<Responses[Status]>, Body>, HeadersOf<Responses[Status]>>
) => Reply<Id>;
type ResponseBody<Response> = Response extends Json<infer Body> ? Body : undefined;
type ReplyRest<Body, Headers> = keyof Headers extends never
	? [Body] extends [undefined]
		? []
		: [body: Body]
	: object extends Headers
		? [body: Body, headers?: Headers]
		: [body: Body, headers: Headers];
/** The headers that a handler gives; the engine adds the request's id and the constants. */
type HeadersOf<Response> = Response extends { headers: infer Headers }
	? Readonly<Omit<Named<Headers>, "X-Request-Id" | ConstantNames<Named<Headers>>>>
	: Record<never, never>;
/** A type without its index signature: openapi-typescript's headers say that there may be others. */
type Named<Values> = { [Name in keyof Values as string extends Name ? never : Name]: Values[Name] };
type ConstantNames<Values> = {
	[Name in keyof Values]-?: IsConstant<Values[Name]> extends true ? Name : never;
}[keyof Values];
/** Whether a type is one text or one number, as `const` makes it, or an `enum` of one. */
type IsConstant<Value> = [Value] extends [string | number]
	? [Extract<string | number, Value>, IsUnion<Value>] extends [never, false]
		? true
		: false
	: false;
type IsUnion<Whole, Member = Whole> = Member extends unknown ? ([Whole] extends [Member] ? false : true) : never;

/** `Actual` with every property that `Shape` does not know made impossible, at any depth. */
type Exact<Shape, Actual> = Actual extends readonly (infer Item)[]
	? readonly Exact<ItemOf<Shape>, Item>[]
	: Actual extends object
		? { [Key in keyof Actual]: Key extends KeyOf<Shape> ? Exact<ValueOf<Shape, Key>, Actual[Key]> : never }
		: Actual;
type ItemOf<Shape> = Shape extends readonly (infer Item)[] ? Item : never;
type KeyOf<Shape> = Shape extends unknown ? keyof Shape : never;
type ValueOf<Shape, Key> = Shape extends unknown ? (Key extends keyof Shape ? Shape[Key] : never) : never;
