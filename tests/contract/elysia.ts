/** Prints how Elysia has compiled the routes of the library, one a line: see elysia.test.ts. */
import { library, readLibrary } from "./library.ts";

const { routes } = library(readLibrary());
for (const { method, path, compile } of routes)
	console.log(JSON.stringify({ method, path, compiled: compile().toString() }));
