/**
 * A short look at a running service: each operation works, and in time. `k6 run load/smoke.ts`, with the
 * service's address in BASE_URL and its secret in BETTER_AUTH_SECRET.
 */
import { check } from "k6";
import crypto from "k6/crypto";
import encoding from "k6/encoding";
import exec from "k6/execution";
import http from "k6/http";

const baseUrl = __ENV.BASE_URL || "http://localhost:8000";

export const options = {
	vus: 5,
	duration: "10s",
	thresholds: {
		checks: ["rate==1"],
		// The specifications' bound for the operations on tasks, in milliseconds.
		http_req_duration: ["p(95)<500"],
	},
};

/** A token as Better Auth's token route signs it: HS256, good for an hour. */
function tokenOf(user: string): string {
	const segment = (value: object) =>
		encoding.b64encode(JSON.stringify(value), "rawurl");
	const exp = Math.floor(Date.now() / 1000) + 3600;
	const content = `${segment({ alg: "HS256" })}.${segment({ sub: user, exp })}`;
	const secret = __ENV.BETTER_AUTH_SECRET;
	if (!secret) exec.test.abort("BETTER_AUTH_SECRET is not set");
	return `${content}.${crypto.hmac("sha256", secret as string, content, "base64rawurl")}`;
}

export default function userDoesEverythingOnce() {
	const user = `load-${exec.vu.idInTest}`;
	const params = {
		headers: {
			Authorization: `Bearer ${tokenOf(user)}`,
			"Content-Type": "application/json",
		},
	};
	const list = `${baseUrl}/api/${user}/tasks`;
	const expect = (response: { status: number }, status: number, name: string) =>
		check(response, { [name]: (answer) => answer.status === status });

	const created = http.post(list, '{"title":"Smoke"}', params);
	expect(created, 201, "createTask");
	const task = `${list}/${created.json("data.id")}`;
	const tagged = { ...params, tags: { name: `${list}/{task_id}` } };
	expect(http.get(list, params), 200, "listTasks");
	expect(http.get(task, tagged), 200, "getTask");
	expect(http.patch(task, '{"title":"Smoked"}', tagged), 200, "updateTask");
	expect(
		http.patch(`${task}/complete`, null, tagged),
		200,
		"toggleTaskCompletion",
	);
	expect(http.get(list, { tags: { name: "anonymous" } }), 401, "without token");
	expect(http.del(task, null, tagged), 200, "deleteTask");
	expect(http.get(`${baseUrl}/health/ready`), 200, "getReadiness");
}
