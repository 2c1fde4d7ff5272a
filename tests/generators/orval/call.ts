import { createTask, getTask } from "./generated/client";
import { CreateTaskBody, CreateTaskResponse, GetTaskResponse } from "./generated/schemas";

declare const process: { env: Record<string, string> };
const { API_USER: user = "" } = process.env;

const body = CreateTaskBody.parse({ title: "Made by orval" });
const created = await createTask(user, body);
const { data } = CreateTaskResponse.parse(created.data);
const found = await getTask(user, data.id);
if (GetTaskResponse.parse(found.data).data.description !== null) throw new Error("the task is not what was made");

const missing = await getTask(user, 1_000_000);
if (missing.status !== 404) throw new Error("a task that nobody made is there");
console.log(missing.data.error.code);
