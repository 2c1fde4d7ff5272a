import { createTask, getTask } from "./generated";
import { client } from "./generated/client.gen";

declare const process: { env: Record<string, string> };
const { API_URL = "", API_TOKEN = "", API_USER: user_id = "" } = process.env;
client.setConfig({ baseUrl: API_URL, auth: () => API_TOKEN });

const created = await createTask({ path: { user_id }, body: { title: "Made by hey-api" }, throwOnError: true });
const task_id: number = created.data.data.id;
const found = await getTask({ path: { user_id, task_id }, throwOnError: true });
if (found.data?.data.description !== null) throw new Error("the task is not what was made");

const missing = await getTask({ path: { user_id, task_id: 1_000_000 } });
console.log(missing.error?.error.code);
