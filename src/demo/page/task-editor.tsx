import { onlineManager, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Task } from "../../lib/api.ts";
import { isConflict, useTools } from "./tasks-api.ts";

interface Draft {
	readonly title: string;
	/** The version of the task that the writer has seen: another's must not be overwritten. */
	readonly ifMatch: string | undefined;
	/** What somebody else has called it meanwhile. */
	readonly theirs?: string;
}

/** Renames a task, unless somebody else did meanwhile: then both titles are there to choose from. */
export function useTitleEditor({ user_id, id: task_id, title }: Task) {
	const [draft, setDraft] = useState<Draft>();
	const [wasOpen, setWasOpen] = useState(false);
	const client = useQueryClient();
	const { queries, report } = useTools();
	const own = { user_id, task_id };
	const query = queries.getTask.queryOptions(own);

	/** The task as it is now or, offline, as it was last seen. */
	const look = async () => {
		const known = client.getQueryData(query.queryKey);
		const seen = onlineManager.isOnline() ? await client.fetchQuery(query) : known;
		return { title: seen?.data.title ?? title, ifMatch: seen?.headers.etag };
	};

	const update = useMutation({
		...queries.updateTask.mutationOptions(own),
		onError: async (error, { body, ifMatch }) => {
			const mine = body.title ?? title;
			if (!isConflict(error)) return setDraft({ title: mine, ifMatch });
			const now = await look().catch(({ message }: Error) => report(message));
			if (now) setDraft({ ...now, title: mine, theirs: now.title });
		},
	});

	return {
		draft,
		/** Whether it has been open before: where it is not now, the focus goes back to where it came from. */
		wasOpen,
		/** Begins with the title as it is now. A task that is gone goes from the list, too. */
		open: () => {
			setWasOpen(true);
			return look().then(setDraft, (error: Error) => {
				report(error.message);
				void client.invalidateQueries({ queryKey: queries.listTasks.queryKey({ user_id }) });
			});
		},
		close: () => setDraft(undefined),
		/** Shows at once; the draft comes back where it was not taken. */
		save: (changed: string) => {
			setDraft(undefined);
			update.mutate({ body: { title: changed }, ifMatch: draft?.ifMatch });
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
			{draft?.theirs !== undefined && (
				<p role="alert" className="notice">
					Somebody changed this meanwhile. It now says “{draft.theirs}”.
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
				{draft?.theirs === undefined ? "Save" : "Keep mine"}
			</button>
			<button type="button" onClick={close}>
				{draft?.theirs === undefined ? "Cancel" : "Take theirs"}
			</button>
		</form>
	);
}
