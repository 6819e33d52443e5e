// From a request to credentials: what every command that needs credentials calls.
import type { Context } from "./context.ts";
import type { Credentials } from "./credentials.ts";
import { readToken } from "./id-token/read.ts";
import type { LoginRequest } from "./request/resolve.ts";
import { describeOrigin } from "./request/resolved.ts";
import { type CredentialSource, SOURCES } from "./sources/index.ts";

/**
 * Credentials from the cache while enough is left of them, else from AWS; one call however many processes ask at once.
 * @throws HelperError (exit codes 4, 5, 6 and 7) when there are no credentials to be had
 */
export async function login(asked: LoginRequest, context: Context): Promise<Credentials> {
  return (await findCredentials(asked, context)).credentials;
}

/** Credentials, and when they were kept if they come from the cache. */
export interface FoundCredentials {
  readonly credentials: Credentials;
  /** Milliseconds since the epoch. */
  readonly written?: number;
}

/** As {@link login}, for who wants to know whether they come from the cache. */
export async function findCredentials(asked: LoginRequest, context: Context): Promise<FoundCredentials> {
  explain(asked, context);
  // Here and nowhere else: one text makes the key of the cache and goes to AWS, whatever becomes of the file meanwhile.
  const request = { ...asked, token: { ...asked.token, value: readToken(asked.token.value) } };
  const [source] = SOURCES;
  const found =
    request.cache.value === "off"
      ? { credentials: await source.login(request, context) }
      : await throughCache(source, request, context);
  context.loggedIn?.();
  context.log.debug(`credentials from ${source.name} until ${found.credentials.expiration.toISOString()}`);
  return found;
}

/**
 * Keeps what a command has printed, for the next run with the same words in the same environment. Never fails.
 * @param text credentials, and nothing that is said on stderr beside them
 */
export async function keepAnswer(
  text: string,
  { credentials, written }: FoundCredentials,
  request: LoginRequest,
  context: Context,
): Promise<void> {
  if (written === undefined) return;
  try {
    const { remember } = await import("./cache/remember.ts");
    await remember(text, { credentials, written }, request, context);
  } catch (error) {
    // The answer has been given: what goes wrong from now on, such as a part that a new version is just replacing, is no failure.
    context.log.debug(`cache: the answer cannot be kept: ${(error as Error).message}`);
  }
}

/** Each step loads what it needs when it comes to it: a cached answer is most of what this program ever does. */
async function throughCache(
  source: CredentialSource,
  request: LoginRequest,
  context: Context,
): Promise<FoundCredentials> {
  const { lookUp } = await import("./cache/read.ts");
  const { key, entry, fresh } = lookUp(source.name, request, context);
  if (entry !== undefined && fresh) return entry;
  const ask = (): Promise<Credentials> => source.login(request, context);
  if (key === undefined) return { credentials: await ask() };
  const { renew } = await import("./cache/renew.ts");
  const flight = { key, durationSeconds: request.durationSeconds.value, ask };
  return { credentials: await renew({ entry }, flight, context) };
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
