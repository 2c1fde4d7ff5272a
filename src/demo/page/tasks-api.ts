import { MutationCache, QueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { ApiError, createApi } from "../../lib/api.ts";
import { createQueries } from "../../lib/queries.ts";
import { authClient } from "./auth-client.ts";

/** One user's cache and token, which no other user sees. Reports failed changes; conflicts are left to the editor. */
export function createWorkspace(report: Tools["report"]) {
	let token: string | undefined;
	const api = createApi({
		baseUrl: process.env.API_URL as string,
		token: async () => {
			token ??= (await authClient.token()).data?.token;
			return token;
		},
		onUnauthorized: () => {
			token = undefined;
		},
	});
	const client = new QueryClient({
		mutationCache: new MutationCache({
			onMutate: () => report(undefined),
			onError: (error) => {
				if (!isConflict(error)) report(error.message);
			},
		}),
	});
	return { client, tools: { queries: createQueries(api), report } };
}

/** Whether somebody else changed the task first. */
export const isConflict = (error: Error): boolean => error instanceof ApiError && error.code === "PRECONDITION_FAILED";

interface Tools {
	readonly queries: ReturnType<typeof createQueries>;
	readonly report: (message: string | undefined) => void;
}
const ToolsContext = createContext<Tools | undefined>(undefined);
export const ToolsProvider = ToolsContext.Provider;

/** What everything below a workspace works with. */
export function useTools(): Tools {
	const tools = useContext(ToolsContext);
	if (!tools) throw new Error("There is nobody signed in here");
	return tools;
}
