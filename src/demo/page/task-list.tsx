import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Task } from "../../lib/api.ts";
import { Failure } from "./failure.tsx";
import { NewTask, useTasksUnderWay } from "./new-task.tsx";
import { TaskItem } from "./task-item.tsx";
import { useTools } from "./tasks-api.ts";

type Filter = Task["status"] | "All";

export function TaskList({ user_id }: { readonly user_id: string }) {
	const { queries } = useTools();
	const [filter, setFilter] = useState<Filter>("All");
	const list = useInfiniteQuery(
		queries.listTasks.infiniteQueryOptions({ user_id, status: filter === "All" ? undefined : filter }),
	);
	const tasks = list.data ?? [];
	const made = useTasksUnderWay(user_id, { tasks, fetchedAt: list.dataUpdatedAt });
	// New tasks are pending.
	const underWay = filter === "Completed" ? [] : made;
	const isEmpty = list.isSuccess && tasks.length + underWay.length === 0;

	return (
		<main className="card">
			<div className="row">
				<NewTask user_id={user_id} />
				<select aria-label="Show" value={filter} onChange={(event) => setFilter(event.target.value as Filter)}>
					<option>All</option>
					<option>Pending</option>
					<option>Completed</option>
				</select>
			</div>
			<Failure message={list.error?.message} onRetry={() => void list.refetch()} />
			{list.isPending && <p className="quiet">Loading …</p>}
			{isEmpty && <p className="quiet">Nothing here</p>}
			<ul className="tasks">
				{underWay.map(({ key, title }) => (
					<li key={key} className="waiting">
						<span className="title">{title}</span> on its way …
					</li>
				))}
				{tasks.map((task) => (
					<TaskItem key={task.id} task={task} />
				))}
			</ul>
			{list.hasNextPage && (
				<button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
					Show more
				</button>
			)}
		</main>
	);
}
