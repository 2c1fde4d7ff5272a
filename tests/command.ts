/** What a process that ends by itself said, and how it ended. */
export async function outcome(child: Bun.Subprocess<"ignore", "pipe", "pipe">) {
	const [output, errors, code] = await Promise.all([
		new Response(child.stdout).text(),
		new Response(child.stderr).text(),
		child.exited,
	]);
	return { output: output.trim(), errors: errors.trim(), code };
}

/** What a process says up to some text; all that it says where that never comes. */
export async function saidUntil(text: string, output: ReadableStream<Uint8Array>): Promise<string> {
	let said = "";
	const decoder = new TextDecoder();
	for await (const chunk of output) {
		said += decoder.decode(chunk, { stream: true });
		if (said.includes(text)) break;
	}
	return said;
}

/** Runs a command to its end; its environment is ours, unless one is given. */
export const outcomeOf = (
	command: readonly string[],
	options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
) => outcome(Bun.spawn([...command], { ...options, stdio: ["ignore", "pipe", "pipe"] }));
