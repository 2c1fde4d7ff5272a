// Generated from openapi/tasks.yaml by `bun run generate`. Never edit this file.
export const operations = {
    listTasks: {"method":"GET","path":"/api/{user_id}/tasks","slo":{"p95":100,"p99":250}},
    createTask: {"method":"POST","path":"/api/{user_id}/tasks","slo":{"p95":100,"p99":250}},
    getTask: {"method":"GET","path":"/api/{user_id}/tasks/{task_id}","slo":{"p95":100,"p99":250}},
    replaceTask: {"method":"PUT","path":"/api/{user_id}/tasks/{task_id}","slo":{"p95":100,"p99":250}},
    deleteTask: {"method":"DELETE","path":"/api/{user_id}/tasks/{task_id}","slo":{"p95":100,"p99":250}},
    updateTask: {"method":"PATCH","path":"/api/{user_id}/tasks/{task_id}","slo":{"p95":100,"p99":250}},
    toggleTaskCompletion: {"method":"PATCH","path":"/api/{user_id}/tasks/{task_id}/complete","slo":{"p95":100,"p99":250}},
    getLiveness: {"method":"GET","path":"/health/live","slo":{"p95":50,"p99":100}},
    getReadiness: {"method":"GET","path":"/health/ready","slo":{"p95":50,"p99":100}},
} as const;
