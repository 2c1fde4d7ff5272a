import { onlineManager, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Task } from "../../lib/api.ts";
import { isConflict, useTools } from "./tasks-api.ts";

/** What somebody has seen of a task: its title, and the version in which another's change must not be overwritten. */
interface Seen {
	readonly title: string;
	readonly ifMatch: string | undefined;
}
interface Draft {
	readonly title: string;
	readonly seen: Seen;
	/** Whether somebody else has called it something else meanwhile, which is what is seen now. */
	readonly isContested: boolean;
}

/** Renames a task, unless somebody else did meanwhile: then both titles are there to choose from. */
export function useTitleEditor({ user_id, id: task_id, title }: Task) {
	const [draft, setDraft] = useState<Draft>();
	const [wasOpen, setWasOpen] = useState(false);
	const client = useQueryClient();
	const { queries, report } = useTools();
	const own = { user_id, task_id };
	const query = queries.getTask.queryOptions(own);
	const update = useMutation(queries.updateTask.mutationOptions(own));

	/** The task as it is now or, offline, as it was last seen. */
	const look = async (): Promise<Seen> => {
		const known = client.getQueryData(query.queryKey);
		const task = onlineManager.isOnline() ? await client.fetchQuery(query) : known;
		return { title: task?.data.title ?? title, ifMatch: task?.headers.etag };
	};

	const rename = async (changed: string, seen: Seen): Promise<void> => {
		try {
			await update.mutateAsync({ body: { title: changed }, ifMatch: seen.ifMatch });
		} catch (error) {
			const now = isConflict(error as Error) ? await look().catch(({ message }: Error) => report(message)) : undefined;
			// Whoever completed it meanwhile did not rename it.
			if (now?.title === seen.title) return rename(changed, now);
			setDraft({ title: changed, seen: now ?? seen, isContested: now !== undefined });
		}
	};

	return {
		draft,
		/** Whether it has been open before: where it is not now, the focus goes back to where it came from. */
		wasOpen,
		/** Begins with the title as it is now. A task that is gone goes from the list, too. */
		open: async () => {
			setWasOpen(true);
			try {
				const seen = await look();
				setDraft({ title: seen.title, seen, isContested: false });
			} catch (error) {
				report((error as Error).message);
				void client.invalidateQueries({ queryKey: queries.listTasks.queryKey({ user_id }) });
			}
		},
		close: () => setDraft(undefined),
		/** Shows at once; the draft comes back where it was not taken. */
		save: (changed: string) => {
			setDraft(undefined);
			if (draft) void rename(changed, draft.seen);
		},
	};
}

type Editor = ReturnType<typeof useTitleEditor>;

export function TaskEditor({ editor }: { readonly editor: Editor }) {
	const { draft, save, close } = editor;
	const [title, setTitle] = useState(draft?.title ?? "");

	return (
		<form
			className="row"
			onSubmit={(event) => {
				event.preventDefault();
				save(title);
			}}
			onKeyDown={(event) => event.key === "Escape" && close()}
		>
			{draft?.isContested && (
				<p role="alert" className="notice">
					Somebody changed this meanwhile. It now says “{draft.seen.title}”.
				</p>
			)}
			<input
				className="field"
				aria-label="Title"
				// biome-ignore lint/a11y/noAutofocus: it follows from the user's own action
				autoFocus
				value={title}
				onChange={(event) => setTitle(event.target.value)}
			/>
			<button type="submit" className="primary">
				{draft?.isContested ? "Keep mine" : "Save"}
			</button>
			<button type="button" onClick={close}>
				{draft?.isContested ? "Take theirs" : "Cancel"}
			</button>
		</form>
	);
}
