import contractText from "../openapi/tasks.yaml" with { type: "text" };
import type { Document } from "./contract/index.ts";

/** The contract as it was written, `openapi/tasks.yaml`. */
export { contractText };

/** The contract, parsed. */
export const readContract = () => Bun.YAML.parse(contractText) as Document & { readonly info: { version: string } };

/** The version of the service is its contract's. */
export const version = (): string => readContract().info.version;
