import { createRoot } from "react-dom/client";
import { authClient } from "./auth-client.ts";
import { SignIn } from "./sign-in.tsx";
import { Workspace } from "./workspace.tsx";

function App() {
	const { data: session, isPending } = authClient.useSession();
	if (isPending) return <p className="quiet">One moment …</p>;
	if (!session) return <SignIn />;
	// The key makes all that one user had go before the next one's comes.
	return <Workspace key={session.user.id} user={session.user} />;
}

createRoot(document.getElementById("root") as HTMLElement).render(<App />);
