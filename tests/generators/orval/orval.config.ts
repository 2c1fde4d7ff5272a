export default {
	client: {
		input: "openapi.yaml",
		output: {
			client: "fetch",
			target: "generated/client.ts",
			override: { mutator: { path: "request.ts", name: "request" } },
		},
	},
	schemas: { input: "openapi.yaml", output: { client: "zod", target: "generated/schemas.ts" } },
};
