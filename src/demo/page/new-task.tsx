import { useMutation, useMutationState } from "@tanstack/react-query";
import { useState } from "react";
import type { CreateTask, Task } from "../../lib/api.ts";
import { useTools } from "./tasks-api.ts";

/** A line to add tasks with. What could not be added is there again. */
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

/**
 * The tasks that are not in the list yet, because their creation waits for the network, or the list for the answer that
 * has them. Without a list that is being fetched, only the former.
 */
export function useTasksUnderWay(
	user_id: string,
	fetching: readonly Task[] | "all",
) {
	const { queries } = useTools();
	const { mutationKey } = queries.createTask.mutationOptions({ user_id });
	return useMutationState({
		filters: { ...(mutationKey && { mutationKey }) },
		select: ({ mutationId, state: { status, variables, data } }) => {
			const isListed =
				fetching === "all" ||
				fetching.some(({ id }) => id === (data as Task | undefined)?.id);
			const isUnderWay =
				status === "pending" || (status === "success" && !isListed);
			const { title } = (variables as { body: CreateTask }).body;
			return isUnderWay ? [{ key: `new-${mutationId}`, title }] : [];
		},
	})
		.flat()
		.reverse();
}
