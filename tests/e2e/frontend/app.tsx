import { createRoot } from "react-dom/client";
import { authClient } from "./auth-client.ts";
import { SignIn } from "./sign-in.tsx";
import { TaskList } from "./task-list.tsx";
import { forgetToken } from "./tasks-api.ts";

function App() {
	const { data: session, isPending } = authClient.useSession();
	if (isPending) return <p>One moment …</p>;
	if (!session) return <SignIn />;
	const { user } = session;
	return (
		<>
			<header>
				<h1>Tasks of {user.name}</h1>
				<button
					type="button"
					onClick={async () => {
						forgetToken();
						await authClient.signOut();
					}}
				>
					Sign out
				</button>
			</header>
			<TaskList key={user.id} userId={user.id} />
		</>
	);
}

createRoot(document.getElementById("root") as HTMLElement).render(<App />);
