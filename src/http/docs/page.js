// The one script of the documentation page, which asks for it with the address of the contract in its
// configuration element.
const { spec } = JSON.parse(document.getElementById("api-reference").dataset.configuration);

/**
 * What the fields of "Try it out" begin with, beside the contract's examples: the id of whoever's token was given, and
 * of their newest task, so that the first try succeeds.
 */
const suggestions = {
	values: {},
	listeners: new Set(),
	change(values) {
		this.values = { ...this.values, ...values };
		for (const listener of this.listeners) listener();
	},
};

/** The token that was given under "Authorize". */
let token;

/** The token's `sub`; undefined where it is no token. The server, not this page, decides whether it is good. */
function subjectOf(text) {
	try {
		const [, claims] = text.replaceAll("-", "+").replaceAll("_", "/").split(".");
		const bytes = Uint8Array.from(atob(claims), (byte) => byte.charCodeAt(0));
		return JSON.parse(new TextDecoder().decode(bytes)).sub;
	} catch {
		return undefined;
	}
}

/** Looks which task is the user's newest. */
async function findTask() {
	const asked = token;
	const user = subjectOf(asked ?? "");
	if (user === undefined) return;
	const answer = await fetch(`/api/${encodeURIComponent(user)}/tasks?limit=1`, {
		headers: { authorization: `Bearer ${asked}` },
	}).catch(() => undefined);
	if (!answer?.ok) return;
	const { data } = await answer.json();
	// Somebody else's token may have been given meanwhile.
	if (asked === token) suggestions.change({ task_id: data[0]?.id });
}

/** Follows what is given under "Authorize", now or on an earlier visit. */
function followToken(ui) {
	const follow = () => {
		const given = ui.authSelectors.authorized()?.getIn(["bearer", "value"]);
		if (given === token) return;
		token = given;
		suggestions.change({ user_id: subjectOf(given ?? ""), task_id: undefined });
		void findTask();
	};
	ui.getStore().subscribe(follow);
	follow();
}

/** Puts a suggestion into its field as soon as there is one, unless somebody has written there. */
const fillIn = () => ({
	wrapComponents: {
		parameterRow:
			(Row, { React }) =>
			(props) => {
				const { rawParam, pathMethod, specSelectors, onChange } = props;
				const name = rawParam.get("name");
				const suggestion = React.useSyncExternalStore(
					(listener) => {
						suggestions.listeners.add(listener);
						return () => suggestions.listeners.delete(listener);
					},
					() => (rawParam.get("in") === "path" ? suggestions.values[name] : undefined),
				);
				const filled = React.useRef(rawParam.get("example"));
				React.useEffect(() => {
					if (suggestion === undefined) return;
					const written = specSelectors.parameterWithMetaByIdentity(pathMethod, rawParam).get("value");
					if (written !== undefined && String(written) !== String(filled.current)) return;
					filled.current = suggestion;
					onChange(rawParam, String(suggestion));
				}, [suggestion]);
				return React.createElement(Row, props);
			},
	},
});

const link = (attributes) => Object.assign(document.createElement("link"), attributes);
const root = document.createElement("main");
const script = Object.assign(document.createElement("script"), { src: "/docs/swagger-ui.js" });

/** Tells of a deprecated operation since when it is, and until when it is there; Swagger UI only strikes it out. */
function withLifecycles(text) {
	const contract = JSON.parse(text);
	for (const item of Object.values(contract.paths))
		for (const operation of Object.values(item)) {
			const { deprecated, description = "", ...told } = operation;
			if (!deprecated) continue;
			const until = told["x-sunset"] ? `; it may be gone from ${told["x-sunset"]} on` : "";
			operation.description = `**Deprecated since ${told["x-deprecated"]}${until}.** ${description}`;
		}
	return JSON.stringify(contract);
}

script.onload = () => {
	const ui = window.SwaggerUIBundle({
		domNode: root,
		url: spec.url,
		deepLinking: true,
		persistAuthorization: true,
		// Its answers would come from a validator on another host.
		validatorUrl: null,
		plugins: [fillIn],
		onComplete: () => followToken(ui),
		responseInterceptor(response) {
			if (response.url.endsWith(spec.url)) response.text = withLifecycles(response.text);
			// What was tried may have made a task, or deleted it.
			else if (token) void findTask();
			return response;
		},
	});
};
document.head.append(
	link({ rel: "icon", href: "/docs/icon.svg", type: "image/svg+xml" }),
	link({ rel: "stylesheet", href: "/docs/swagger-ui.css" }),
	link({ rel: "stylesheet", href: "/docs/page.css" }),
);
document.body.append(root, script);
