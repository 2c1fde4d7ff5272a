declare const process: { env: Record<string, string> };
const { API_URL = "", API_TOKEN } = process.env;

/** What the generated functions send their requests with. */
export async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
	const headers = new Headers(init.headers);
	headers.set("Authorization", `Bearer ${API_TOKEN}`);
	const response = await fetch(API_URL + path, { ...init, headers });
	const { status, headers: answered } = response;
	return { status, headers: answered, data: await response.json() } as Answer;
}
