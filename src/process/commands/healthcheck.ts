import { readPort } from "../../config.ts";
import type { Command } from "../run.ts";

/** Succeeds if the service on this machine is ready; for containers without a shell or curl. */
export const checkHealth: Command = async (_, environment) => {
	const url = `http://127.0.0.1:${readPort(environment)}/health/ready`;
	const answer = await fetch(url).catch(() => undefined);
	if (!answer?.ok) throw new Error(`Not ready: ${answer?.status ?? "no answer"} from ${url}`);
	console.log("Ready");
	return undefined;
};
