export type { Document, Schema } from "./document.ts";
export { type Exchange, type Observe, requestIdOf } from "./exchange.ts";
export type { Handlers, Identity, Input } from "./handler.ts";
export { href } from "./href.ts";
export { type MountOptions, mount } from "./mount.ts";
export { preference } from "./preference.ts";
export { type Issue, Problem, validationError } from "./problem.ts";
export type { Authenticate } from "./security.ts";
export { compile } from "./validator.ts";
