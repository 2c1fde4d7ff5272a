/** For a newcomer: where everything is, and a call with a token to try it. */
export const welcomeDemoUser = (
	url: string,
	database: string | undefined,
	user: string,
	token: string,
): string => `${addresses(url, database)}
  A token for the user "${user}", good for a day:

  ${token}

  Try it:

  curl ${url}/api/${user}/tasks \\
    -H 'Authorization: Bearer ${token}' \\
    -H 'Content-Type: application/json' \\
    -d '{"title":"Quick reminder"}'

  Ctrl-C stops it; the tasks stay.
`;

/** For whoever has a frontend with a Better Auth of its own, at this origin. */
export const welcomeFrontend = (
	url: string,
	database: string | undefined,
	origin: string,
): string => `${addresses(url, database)}
  Tokens are those of the Better Auth server at ${origin}.
  Let it make its tables (auth migrate) before anybody's first task.

  Ctrl-C stops it; the tasks stay.
`;

const addresses = (url: string, database: string | undefined): string => `
  Tasks API  ${url}
  Docs       ${url}/docs
  Contract   ${url}/openapi.yaml${database ? `\n  Database   ${database}` : ""}
`;
