import contractText from "../openapi/tasks.yaml" with { type: "text" };
import type { Document } from "./contract/index.ts";

/** The contract as it was written, `openapi/tasks.yaml`. */
export { contractText };

type Contract = Document & { readonly info: { readonly version: string } };
let contract: Contract | undefined;

/** The contract, parsed the first time that it is asked for. */
export const readContract = (): Contract => {
	contract ??= Bun.YAML.parse(contractText) as Contract;
	return contract;
};

/** The service has its contract's version. */
export const version = (): string => readContract().info.version;
