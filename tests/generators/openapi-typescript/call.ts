import createClient from "openapi-fetch";
import type { paths } from "./generated.ts";

declare const process: { env: Record<string, string> };
const { API_URL = "", API_TOKEN, API_USER: user_id = "" } = process.env;
const client = createClient<paths>({ baseUrl: API_URL, headers: { Authorization: `Bearer ${API_TOKEN}` } });

const created = await client.POST("/api/{user_id}/tasks", {
	params: { path: { user_id } },
	body: { title: "Made by openapi-typescript" },
});
const id: number | undefined = created.data?.data.id;
const found = await client.GET("/api/{user_id}/tasks/{task_id}", { params: { path: { user_id, task_id: id ?? 0 } } });
const description: string | null | undefined = found.data?.data.description;
if (description !== null) throw new Error("the task is not what was made");

const missing = await client.GET("/api/{user_id}/tasks/{task_id}", {
	params: { path: { user_id, task_id: 1_000_000 } },
});
console.log(missing.error?.error.code);
