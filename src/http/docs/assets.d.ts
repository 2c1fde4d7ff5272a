declare module "swagger-ui-dist/*" {
	const path: string;
	export default path;
}

declare module "*.css" {
	const path: string;
	export default path;
}

declare module "*.svg" {
	const path: string;
	export default path;
}
