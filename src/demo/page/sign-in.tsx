import { useState } from "react";
import { authClient } from "./auth-client.ts";
import { Failure } from "./failure.tsx";

/** For those who want an account, and for those who have one. */
export function SignIn() {
	const [isNew, setNew] = useState(true);
	const [isBusy, setBusy] = useState(false);
	const [failure, setFailure] = useState<string>();

	const submit = async (form: FormData) => {
		const field = (name: string) => String(form.get(name) ?? "");
		const credentials = { email: field("email"), password: field("password") };
		setBusy(true);
		setFailure(undefined);
		try {
			const { error } = isNew
				? await authClient.signUp.email({ ...credentials, name: field("name") })
				: await authClient.signIn.email(credentials);
			setFailure(error ? error.message || error.statusText : undefined);
		} catch {
			setFailure("The server did not answer");
		} finally {
			setBusy(false);
		}
	};

	return (
		<main className="narrow">
			<h1>Tasks</h1>
			<form
				className="card narrow"
				onSubmit={(event) => {
					event.preventDefault();
					void submit(new FormData(event.currentTarget));
				}}
			>
				{isNew && (
					<label>
						Name
						<input name="name" autoComplete="name" required />
					</label>
				)}
				<label>
					E-mail
					<input name="email" type="email" autoComplete="email" required />
				</label>
				<label>
					Password
					<input name="password" type="password" autoComplete={isNew ? "new-password" : "current-password"} required />
				</label>
				<Failure message={failure} />
				<button type="submit" className="primary" disabled={isBusy}>
					{isNew ? "Sign up" : "Sign in"}
				</button>
				<button
					type="button"
					className="plain"
					onClick={() => {
						setNew(!isNew);
						setFailure(undefined);
					}}
				>
					{isNew ? "I have an account" : "I am new here"}
				</button>
			</form>
		</main>
	);
}
