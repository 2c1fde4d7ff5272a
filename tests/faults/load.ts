/** Several users at work, who write down every answer that they got, and compare it with the database afterwards. */
import { randomUUID } from "node:crypto";
import { signToken } from "../../src/auth/sign.ts";
import { administer, newUser, secret } from "../harness.ts";
import { type Answer, type HttpConnection, httpConnection, LostRequest, Refused } from "./connection.ts";

export interface LoadOptions {
	/** Where the service listens, on this machine. */
	readonly port: number;
	readonly users?: number;
	/** How many requests each user has under way at a time. */
	readonly each?: number;
	/** How long somebody waits after an answer, in milliseconds. */
	readonly pause?: number;
	/** How many answers there have been when it is given back. */
	readonly warmUp?: number;
}

export interface Outcome {
	/** How many answers there were of each status. */
	readonly statuses: Readonly<Record<number, number>>;
	/** Requests that were sent and never answered. */
	readonly lost: number;
	/** The longest that a request took, in milliseconds. */
	readonly slowest: number;
	/** When there was an answer below 500, by `performance.now()`. */
	readonly served: readonly number[];
	/** When a write was confirmed. */
	readonly written: readonly number[];
}

/** A task that the service confirmed: what its title can be, where changes of it were not confirmed. */
interface Known {
	readonly id: number;
	titles: Set<string>;
}

/** Starts the users; each goes on until `stop`, or until nothing listens any more. */
export async function startLoad({ port, users = 4, each = 4, pause = 0, warmUp = 0 }: LoadOptions) {
	let isStopped = false;
	const statuses: Record<number, number> = {};
	const served: number[] = [];
	const written: number[] = [];
	let lost = 0;
	let slowest = 0;
	const foreign: string[] = [];
	const people = Array.from({ length: users }, () => ({
		id: newUser(),
		/** The keys of all tasks that were asked for. */
		keys: new Set<string>(),
		tasks: [] as Known[],
	}));

	const work = async (person: (typeof people)[number]) => {
		const connection = httpConnection(port);
		const send = await sender(connection, person.id);
		const own: Known[] = [];
		let pending: { key: string; title: string } | undefined;

		const create = async () => {
			pending ??= { key: randomUUID(), title: randomUUID() };
			person.keys.add(pending.key);
			const { key, title } = pending;
			const answer = await send("POST", "", { "idempotency-key": key }, title);
			if (answer.status !== 201) return answer;
			const { data } = JSON.parse(answer.body);
			const task = { id: data.id, titles: new Set([title]) };
			own.push(task);
			person.tasks.push(task);
			pending = undefined;
			written.push(performance.now());
			return answer;
		};
		const rename = async (task: Known) => {
			const title = randomUUID();
			// Until it is confirmed it may be there, or not.
			task.titles.add(title);
			const answer = await send("PATCH", `/${task.id}`, {}, title);
			if (answer.status === 200) task.titles = new Set([title]);
			return answer;
		};
		const list = async () => {
			const answer = await send("GET", "?limit=5");
			if (answer.status === 200)
				for (const { user_id } of JSON.parse(answer.body).data) if (user_id !== person.id) foreign.push(user_id);
			return answer;
		};
		const next = () => {
			const task = own[Math.floor(Math.random() * own.length)];
			const dice = Math.random();
			if (!task || pending || dice < 0.2) return create();
			if (dice < 0.4) return rename(task);
			return dice < 0.5 ? list() : send("GET", `/${task.id}`);
		};

		while (!isStopped) {
			const started = performance.now();
			try {
				const { status } = await next();
				statuses[status] = (statuses[status] ?? 0) + 1;
				if (status < 500) served.push(performance.now());
			} catch (error) {
				if (error instanceof Refused) break;
				if (!(error instanceof LostRequest)) throw error;
				lost += 1;
			}
			slowest = Math.max(slowest, performance.now() - started);
			if (pause > 0) await Bun.sleep(pause);
		}
		connection.close();
	};
	const working = Promise.all(people.flatMap((person) => Array.from({ length: each }, () => work(person))));

	const answers = () => Object.values(statuses).reduce((sum, n) => sum + n, 0);
	while (answers() < warmUp) await Bun.sleep(10);
	return {
		/** How many answers there were so far. */
		answers,
		/** When a write was last confirmed, by `performance.now()`. */
		lastWrite: () => written.at(-1) ?? 0,
		/** Waits until nobody is at work any more. */
		async finish(): Promise<Outcome> {
			await working;
			return { statuses, lost, slowest, served, written };
		},
		stop(): Promise<Outcome> {
			isStopped = true;
			return this.finish();
		},
		/** What of the confirmed work is not in the database, or there twice, or was shown to somebody else. */
		async damage(databaseUrl: string): Promise<string[]> {
			const rows = await administer(
				(sql) =>
					sql<{ id: string; user_id: string; title: string; key: string }[]>`
						select id, user_id, title, idempotency_key as key from tasks`,
				databaseUrl,
			);
			const stored = new Map(rows.map((row) => [Number(row.id), row]));
			return [
				...foreign.map((user) => `a task of ${user} was shown to another user`),
				...people.flatMap((person) => {
					const theirs = rows.filter(({ user_id }) => user_id === person.id);
					return [
						...person.tasks.flatMap(({ id, titles }) => {
							const row = stored.get(id);
							if (row?.user_id !== person.id) return `task ${id} is missing`;
							return titles.has(row.title) ? [] : `a change of ${id} is missing`;
						}),
						...theirs.flatMap(({ id, key }) => (person.keys.has(key) ? [] : `task ${id} was never asked for`)),
						...(theirs.length > person.keys.size ? ["a task is doubled"] : []),
					];
				}),
			];
		},
	};
}

/** Sends the requests of one user. */
async function sender(connection: HttpConnection, user: string) {
	const token = await signToken(secret, user, { lifetime: 3600 });
	const authorization = `Bearer ${token}`;
	return (
		method: string,
		path: string,
		headers: Readonly<Record<string, string>> = {},
		title?: string,
	): Promise<Answer> =>
		connection.request(
			method,
			`/api/${user}/tasks${path}`,
			{ authorization, ...(title && { "content-type": "application/json" }), ...headers },
			title && JSON.stringify({ title }),
		);
}
