import type { Service } from "./service.ts";

/** A request on its way to a service. */
export interface Passing {
	readonly method: string;
	readonly url: URL;
	readonly headers: Headers;
	readonly body: string;
}

/** An answer on its way back. */
export interface Passed {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
}

/** What is done to an exchange: `forward` asks the service itself. */
export type Alter = (request: Passing, forward: (request: Passing) => Promise<Passed>) => Promise<Passed>;

/** A service with a defect: a proxy stands in front of it, and of it in each of its states. */
export function altered(service: Service, alter: Alter): Service {
	const proxies = new Map<string, Bun.Server<undefined>>();
	const before = (target: string): string => {
		const proxy = proxies.get(target) ?? proxyTo(target, alter);
		proxies.set(target, proxy);
		return `http://127.0.0.1:${proxy.port}`;
	};
	return {
		...service,
		url: before(service.url),
		async provoke(operation, documented) {
			const provoked = await service.provoke(operation, documented);
			return typeof provoked === "object" && provoked.url ? { ...provoked, url: before(provoked.url) } : provoked;
		},
		[Symbol.asyncDispose]: async () => {
			for (const proxy of proxies.values()) await proxy.stop(true);
		},
	};
}

/** A proxy on a free port, which alters what passes. */
export const proxyTo = (target: string, alter: Alter): Bun.Server<undefined> =>
	Bun.serve({
		hostname: "127.0.0.1",
		port: 0,
		async fetch(request) {
			const { method, headers } = request;
			const bytes = new Uint8Array(await request.arrayBuffer());
			const body = new TextDecoder().decode(bytes);
			const { pathname, search } = new URL(request.url);
			headers.delete("host");
			const {
				status,
				headers: answered,
				text,
			} = await alter({ method, url: new URL(pathname + search, target), headers, body }, async (passing) => {
				const response = await fetch(passing.url, {
					method: passing.method,
					headers: passing.headers,
					redirect: "manual",
					// What is not text goes through as it is.
					...(method !== "GET" && method !== "HEAD" && { body: passing.body === body ? bytes : passing.body }),
				});
				const { status, headers } = response;
				return { status, headers, text: await response.text() };
			});
			answered.delete("content-length");
			return new Response(text === "" ? null : text, { status, headers: answered });
		},
	});
