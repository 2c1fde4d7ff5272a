import { useMutation } from "@tanstack/react-query";
import type { Task } from "../../lib/api.ts";
import { TaskEditor, useTitleEditor } from "./task-editor.tsx";
import { useTools } from "./tasks-api.ts";

/** A task that can be completed, renamed and deleted. */
export function TaskItem({ task }: { readonly task: Task }) {
	const { user_id, id: task_id, title } = task;
	const { queries } = useTools();
	const own = { user_id, task_id };
	const toggle = useMutation(queries.toggleTaskCompletion.mutationOptions(own));
	// The list follows a moment later, which a checkbox must not wait for.
	const asked = toggle.isPending ? toggle.variables?.body?.completed : undefined;
	const completed = asked ?? task.completed;
	const remove = useMutation(queries.deleteTask.mutationOptions(own));
	const editor = useTitleEditor(task);

	return (
		<li>
			<input
				type="checkbox"
				aria-label={title}
				checked={completed}
				onChange={() => toggle.mutate({ body: { completed: !completed } })}
			/>
			{editor.draft ? (
				<TaskEditor editor={editor} />
			) : (
				<>
					<span className={completed ? "title completed" : "title"}>{title}</span>
					<div className="actions">
						<button
							type="button"
							className="plain"
							aria-label={`Edit ${title}`}
							// biome-ignore lint/a11y/noAutofocus: it had the focus before
							autoFocus={editor.wasOpen}
							onClick={editor.open}
						>
							Edit
						</button>
						<button
							type="button"
							className="plain"
							aria-label={`Delete ${title}`}
							onClick={() => remove.mutate(undefined)}
						>
							Delete
						</button>
					</div>
				</>
			)}
		</li>
	);
}
