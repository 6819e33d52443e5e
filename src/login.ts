// From a request to credentials: what every command that needs credentials calls.
import type { Context } from "./context.ts";
import type { Credentials } from "./credentials.ts";
import type { LoginRequest } from "./request/resolve.ts";
import { describeOrigin } from "./request/resolved.ts";
import { SOURCES } from "./sources/index.ts";

/** @throws HelperError (exit codes 4, 5 and 6) when there are no credentials to be had */
export async function login(request: LoginRequest, context: Context): Promise<Credentials> {
  explain(request, context);
  const [source] = SOURCES;
  const credentials = await source.login(request, context);
  context.log.debug(`credentials from ${source.name} until ${credentials.expiration.toISOString()}`);
  return credentials;
}

/** Every value with its origin; the token's place, never its text. */
function explain(request: LoginRequest, { log }: Context): void {
  const { token, ...values } = request;
  for (const [name, { value, origin }] of Object.entries(values))
    log.debug(`${name}: ${value} (${describeOrigin(origin)})`);
  log.debug(
    `token: ${token.value.kind === "file" ? `file ${token.value.path}` : `variable ${token.value.name}`}`,
  );
}
