import { useEffect, useState } from "react";
import type { Task } from "../../../src/lib/api.ts";
import { TaskItem } from "./task-item.tsx";
import { api } from "./tasks-api.ts";

type Filter = Task["status"] | "All";

/** A user's tasks, the newest first. */
export function TaskList({ userId: user_id }: { userId: string }) {
	const [tasks, setTasks] = useState<readonly Task[]>();
	const [filter, setFilter] = useState<Filter>("All");
	const [error, setError] = useState<string>();

	useEffect(() => {
		const controller = new AbortController();
		const query = filter === "All" ? {} : { status: filter };
		api
			.listTasks({ user_id, ...query }, controller)
			.then((result) => {
				if (result.ok) setTasks(result.data);
				else setError(result.error.message);
			})
			// Another filter was chosen before the answer came.
			.catch(() => {});
		return () => controller.abort();
	}, [user_id, filter]);

	const add = async (form: FormData) => {
		const title = String(form.get("title"));
		const result = await api.createTask({
			user_id,
			body: { title },
			idempotencyKey: crypto.randomUUID(),
		});
		setError(result.ok ? undefined : result.error.message);
		if (result.ok && filter !== "Completed")
			setTasks((before = []) => [result.data, ...before]);
	};

	/** Shows a task as it is now, unless the filter hides it; undefined for one that is gone. */
	const replace = (id: number, task: Task | undefined) =>
		setTasks((before = []) =>
			before.flatMap((other) => {
				if (other.id !== id) return other;
				return task && (filter === "All" || task.status === filter) ? task : [];
			}),
		);

	return (
		<>
			<form action={add}>
				<input
					type="text"
					name="title"
					aria-label="New task"
					placeholder="What is to be done?"
				/>
				<button type="submit">Add</button>
				<select
					aria-label="Show"
					value={filter}
					onChange={(event) => setFilter(event.target.value as Filter)}
				>
					<option>All</option>
					<option>Pending</option>
					<option>Completed</option>
				</select>
			</form>
			{error && <p role="alert">{error}</p>}
			{tasks?.length === 0 && <p>Nothing here</p>}
			<ul>
				{tasks?.map((task) => (
					<TaskItem
						key={task.id}
						task={task}
						onChange={(changed) => replace(task.id, changed)}
						onError={setError}
					/>
				))}
			</ul>
		</>
	);
}
