export { type Begin, deadline } from "./deadline.ts";
export type { Document, Schema } from "./document.ts";
export type { Exchange, Observe } from "./exchange.ts";
export type { Handlers, Identity, Input } from "./handler.ts";
export { headersOf } from "./headers.ts";
export { href } from "./href.ts";
export { type MountOptions, mount } from "./mount.ts";
export { listOperations, type Operation } from "./operation.ts";
export { preference } from "./preference.ts";
export { type Issue, Problem, validationError } from "./problem.ts";
export {
	currentRequest,
	type RequestContext,
	requestIdOf,
	traceIdOf,
} from "./request-context.ts";
export type { Authenticate } from "./security.ts";
export { validator } from "./validator.ts";
