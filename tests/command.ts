/** What a process that ends by itself said, and how it ended. */
export async function outcome(child: Bun.Subprocess<"ignore", "pipe", "pipe">) {
	const [output, errors, code] = await Promise.all([
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
		child.exited,
	]);
	return { output: output.trim(), errors: errors.trim(), code };
}

/** Runs a command to its end; its environment is ours, unless one is given. */
export const outcomeOf = (
	command: readonly string[],
	options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
) => outcome(Bun.spawn([...command], { ...options, stdio: ["ignore", "pipe", "pipe"] }));
