import { onlineManager, QueryClientProvider, useIsMutating } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { authClient } from "./auth-client.ts";
import { Failure } from "./failure.tsx";
import { TaskList } from "./task-list.tsx";
import { createWorkspace, ToolsProvider } from "./tasks-api.ts";

interface WorkspaceProps {
	readonly user: { readonly id: string; readonly name: string };
}

export function Workspace({ user }: WorkspaceProps) {
	const [failure, setFailure] = useState<string>();
	const [{ client, tools }] = useState(() => createWorkspace(setFailure));
	useEffect(() => () => client.clear(), [client]);
	const isOnline = useSyncExternalStore(
		(listener) => onlineManager.subscribe(listener),
		() => onlineManager.isOnline(),
	);

	useQuestionBeforeLeaving(useIsMutating({}, client) > 0);

	const signOut = async () => {
		const { error } = await authClient.signOut().catch(() => ({ error: { message: undefined } }));
		if (error) setFailure(error.message || "The server did not answer");
	};

	return (
		<QueryClientProvider client={client}>
			<ToolsProvider value={tools}>
				<header>
					<h1>Tasks of {user.name}</h1>
					<button type="button" onClick={signOut}>
						Sign out
					</button>
				</header>
				<p role="status" className="notice" hidden={isOnline}>
					{isOnline || "You are offline. Keep this page open: your changes are sent when you are back."}
				</p>
				<Failure message={failure} />
				<TaskList user_id={user.id} />
				<footer>
					<p>Things to try:</p>
					<ul>
						<li>
							<a href="/" target="_blank" rel="noreferrer">
								Open a second tab
							</a>
							, edit the same task in both, and save in both.
						</li>
						<li>Go offline, add and complete tasks, and come back.</li>
						<li>Sign out, and sign up as somebody else.</li>
						<li>
							Call the API by hand: <a href={`${process.env.API_URL}/docs`}>its documentation</a>.
						</li>
					</ul>
				</footer>
			</ToolsProvider>
		</QueryClientProvider>
	);
}

/** Has the browser ask whoever closes the page while something is not sent yet. */
function useQuestionBeforeLeaving(isUnsent: boolean) {
	useEffect(() => {
		if (!isUnsent) return;
		const ask = (event: BeforeUnloadEvent) => event.preventDefault();
		addEventListener("beforeunload", ask);
		return () => removeEventListener("beforeunload", ask);
	}, [isUnsent]);
}
