// The one script of the documentation page, which asks for it with the address of the contract in its
// configuration element.
const { spec } = JSON.parse(
	document.getElementById("api-reference").dataset.configuration,
);

const stylesheet = Object.assign(document.createElement("link"), {
	rel: "stylesheet",
	href: "/docs/swagger-ui.css",
});
const root = document.createElement("main");
const script = Object.assign(document.createElement("script"), {
	src: "/docs/swagger-ui.js",
});

/** Tells of a deprecated operation since when it is, and until when it is there; Swagger UI only strikes it out. */
const withLifecycles = (contract) => {
	for (const item of Object.values(contract.paths))
		for (const operation of Object.values(item)) {
			const { deprecated, description = "", ...told } = operation;
			if (!deprecated) continue;
			const until = told["x-sunset"]
				? `; it may be gone from ${told["x-sunset"]} on`
				: "";
			operation.description = `**Deprecated since ${told["x-deprecated"]}${until}.** ${description}`;
		}
	return contract;
};

script.onload = () =>
	window.SwaggerUIBundle({
		domNode: root,
		url: spec.url,
		responseInterceptor: (response) => {
			const isContract = new URL(response.url).pathname === spec.url;
			if (isContract)
				response.text = JSON.stringify(
					withLifecycles(JSON.parse(response.text)),
				);
			return response;
		},
		deepLinking: true,
		persistAuthorization: true,
		// Its answers would come from a validator on another host.
		validatorUrl: null,
	});
document.head.append(stylesheet);
document.body.append(root, script);
