/** What a handler may see and answer: exactly the documented inputs, exactly the documented replies. */

import { Problem } from "./problem.ts";

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
	? {
			readonly [Name in keyof Headers as string extends Name
				? never
				: Name extends "X-Request-Id"
					? never
					: IsConstant<Headers[Name]> extends true
						? never
						: Name]: Headers[Name];
		}
	: Record<never, never>;
/** Whether a type has exactly one value, as `const` makes it, or an `enum` of one. */
type IsConstant<Header> = [Header] extends [string | number]
	? string extends Header
		? false
		: number extends Header
			? false
			: IsUnion<Header> extends true
				? false
				: true
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

/** A reply as the engine sees it. */
export type Result = Success | Problem;
export interface Success {
	readonly status: number;
	readonly body: unknown;
	readonly headers: Readonly<Record<string, string>>;
}

/** The types that handlers see keep both to what the contract documents. */
export const reply = (status: number, body?: unknown, headers: Success["headers"] = {}): Success => ({
	status,
	body,
	headers,
});

export const fail = (code: string): Problem => new Problem(code);
