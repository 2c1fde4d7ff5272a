/** The library of library.yaml, mounted: a service that has nothing to do with tasks. */
import { type Document, type Handlers, type MountOptions, Problem } from "../../src/contract/index.ts";
import type { Contract } from "./library.generated.ts";
import yaml from "./library.yaml" with { type: "text" };
import { mounted } from "./mounted.ts";

export const readLibrary = (): Document => Bun.YAML.parse(yaml) as Document;

const handlers: Handlers<Contract> = {
	findBooks: ({ query, header, reply }) =>
		reply(
			200,
			{ ...query, ...(header["X-Reader"] !== undefined && { reader: header["X-Reader"] }) },
			{ "X-Count": "0" },
		),
	async addBook({ body, path, identity, reply, fail }) {
		if (body.title === "throw") throw Object.assign(new Error("secret detail"), { status: 418 });
		if (body.title === "hang") await Bun.sleep(2_000);
		if (body.title === "lost") return fail("NO_SUCH_SHELF");
		if (body.title === "undocumented") throw new Problem("TASK_NOT_FOUND");
		if (body.title === "known") return reply(204);
		return reply(201, { books: [{ ...body, title: `${path.shelf}/${identity.subject}/${body.title}` }] });
	},
};

/** The library with its handlers, or with others. */
export const library = (document: Document, options: Partial<MountOptions<Contract>> = {}) =>
	mounted<Contract>(document, {
		handlers,
		authenticators: {
			bearer: (request) => {
				const header = request.headers.get("authorization");
				if (header === "Bearer stolen") throw new Problem("BAD_CARD");
				return header ? { subject: "reader" } : undefined;
			},
			desk: async (request) => (request.headers.has("x-desk") ? { subject: "desk" } : undefined),
		},
		deadline: 200,
		capacity: 3,
		...options,
	});
