import { useMutation, useMutationState, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CreateTask, Task } from "../../lib/api.ts";
import { useTools } from "./tasks-api.ts";

/** A line to add tasks with. What could not be added comes back into it. */
export function NewTask({ user_id }: { readonly user_id: string }) {
	const { queries } = useTools();
	const [title, setTitle] = useState("");
	const create = useMutation({
		...queries.createTask.mutationOptions({ user_id }),
		onError: (_, { body }) => setTitle((typed) => typed || body.title),
	});

	return (
		<form
			className="new-task"
			onSubmit={(event) => {
				event.preventDefault();
				create.mutate({ body: { title } });
				setTitle("");
			}}
		>
			<input
				className="field"
				aria-label="New task"
				placeholder="What is to be done?"
				value={title}
				onChange={(event) => setTitle(event.target.value)}
			/>
			<button type="submit" className="primary">
				Add
			</button>
		</form>
	);
}

/** The titles of new tasks that the list does not have yet: they, or the list, wait for an answer or the network. */
export function useTasksUnderWay(
	user_id: string,
	list: { readonly tasks: readonly Task[]; readonly fetchedAt: number },
) {
	const client = useQueryClient();
	const { queries } = useTools();
	const { mutationKey = [] } = queries.createTask.mutationOptions({ user_id });
	/** A task that was deleted meanwhile is not known any more. */
	const isNewer = (task_id: number) => {
		const { queryKey } = queries.getTask.queryOptions({ user_id, task_id });
		const seen = client.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
		return seen >= list.fetchedAt && !list.tasks.some(({ id }) => id === task_id);
	};

	return useMutationState({
		filters: { mutationKey },
		select: ({ mutationId, state: { status, variables, data } }) => {
			const made = data as Task | undefined;
			const { title } = (variables as { body: CreateTask }).body;
			return status === "pending" || (made && isNewer(made.id)) ? [{ key: `new-${mutationId}`, title }] : [];
		},
	})
		.flat()
		.reverse();
}
