import { Elysia } from "elysia";
import type { ContractTypes } from "../../src/contract/handler.ts";
import { type Document, type MountOptions, mount } from "../../src/contract/index.ts";

type Options<C extends ContractTypes> = Pick<MountOptions<C>, "handlers" | "authenticators"> & Partial<MountOptions<C>>;

/** An app that serves this contract and nothing else, routed as the service's own. */
export const mounted = <C extends ContractTypes>(document: Document, options: Options<C>) =>
	new Elysia({ strictPath: true, handler: { standardHostname: false } }).use(
		mount<C>(document, { deadline: 1_000, capacity: 5, observe: () => {}, ...options }),
	);

/** Where to listen: a free port that nobody else can get to. */
export const onFreePort = { port: 0, hostname: "127.0.0.1", reusePort: false };
