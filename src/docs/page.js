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
script.onload = () =>
	window.SwaggerUIBundle({
		domNode: root,
		url: spec.url,
		deepLinking: true,
		persistAuthorization: true,
		// Its answers would come from a validator on another host.
		validatorUrl: null,
	});
document.head.append(stylesheet);
document.body.append(root, script);
