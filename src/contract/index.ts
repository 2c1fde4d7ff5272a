export type { Document } from "./document.ts";
export { type Exchange, type Observe, requestIdOf } from "./exchange.ts";
export type { Handlers, Identity } from "./handler.ts";
export { href } from "./href.ts";
export { type MountOptions, mount } from "./mount.ts";
export { type Issue, Problem } from "./problem.ts";
export type { Authenticate } from "./security.ts";
