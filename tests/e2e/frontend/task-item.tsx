import { startTransition, useOptimistic, useState } from "react";
import type { Task } from "../../../src/lib/api.ts";
import { api } from "./tasks-api.ts";

interface TaskItemProps {
	readonly task: Task;
	/** Told of the task as it is now; undefined once it is deleted. */
	readonly onChange: (task: Task | undefined) => void;
	readonly onError: (message: string | undefined) => void;
}

export function TaskItem({ task, onChange, onError }: TaskItemProps) {
	const { user_id, id: task_id, title } = task;
	const [isEditing, setEditing] = useState(false);
	// What the user sees while the request is under way; it goes back by itself if that fails.
	const [completed, setCompleted] = useOptimistic(task.completed);

	const toggle = () =>
		startTransition(async () => {
			setCompleted(!completed);
			const result = await api.toggleTaskCompletion({
				user_id,
				task_id,
				body: { completed: !completed },
			});
			startTransition(() => {
				if (result.ok) onChange(result.data);
				onError(result.ok ? undefined : result.error.message);
			});
		});

	const rename = async (form: FormData) => {
		const result = await api.updateTask({
			user_id,
			task_id,
			body: { title: String(form.get("title")) },
		});
		if (result.ok) onChange(result.data);
		onError(result.ok ? undefined : result.error.message);
		setEditing(!result.ok);
	};

	const remove = async () => {
		const result = await api.deleteTask({ user_id, task_id });
		if (result.ok) onChange(undefined);
		onError(result.ok ? undefined : result.error.message);
	};

	return (
		<li>
			<input
				type="checkbox"
				aria-label={title}
				checked={completed}
				onChange={toggle}
			/>
			{isEditing ? (
				<form action={rename}>
					<input
						type="text"
						name="title"
						aria-label="Title"
						defaultValue={title}
					/>
					<button type="submit">Save</button>
				</form>
			) : (
				<>
					<span className={completed ? "completed" : ""}>{title}</span>
					<button type="button" onClick={() => setEditing(true)}>
						Edit
					</button>
				</>
			)}
			<button type="button" onClick={remove}>
				Delete
			</button>
		</li>
	);
}
