import { useState } from "react";
import { authClient } from "./auth-client.ts";

/** For those who have an account, and for those who want one. */
export function SignIn() {
	const [error, setError] = useState<string>();

	const submit = async (form: FormData) => {
		const [name, email, password] = ["name", "email", "password"].map((field) =>
			String(form.get(field)),
		) as [string, string, string];
		const result =
			form.get("action") === "sign-up"
				? await authClient.signUp.email({ name, email, password })
				: await authClient.signIn.email({ email, password });
		setError(result.error?.message);
	};

	return (
		<>
			<h1>Tasks</h1>
			<form action={submit}>
				<input type="text" name="name" aria-label="Name" placeholder="Name" />
				<input
					type="email"
					name="email"
					aria-label="E-mail"
					placeholder="E-mail"
					required
				/>
				<input
					type="password"
					name="password"
					aria-label="Password"
					placeholder="Password"
					required
				/>
				<button type="submit" name="action" value="sign-in">
					Sign in
				</button>
				<button type="submit" name="action" value="sign-up">
					Sign up
				</button>
			</form>
			{error && <p role="alert">{error}</p>}
		</>
	);
}
