// The way of a cached answer, and all that it loads: no lock, no SDK, nothing that waits. login.ts loads it at the
// moment of need, because node:crypto is what it costs.
import type { Context } from "../context.ts";
import type { LoginRequest } from "../request/resolve.ts";
import { isOurs, jobFolders } from "../state/folder.ts";
import { type Entry, isCredible, isFresh, isUsable, toEntry } from "./entry.ts";
import { type CacheKey, cacheKey } from "./key.ts";
import { cachePath, readFile } from "./read-file.ts";

export interface Found {
  /** Undefined when there is no token: then there is nothing to look for, nor to keep. */
  readonly key: CacheKey | undefined;
  /** The credentials in the cache, if they are still good. */
  readonly entry: Entry | undefined;
  /** Whether so much is left of them that they need no renewal. */
  readonly fresh: boolean;
}

/** The shortest text that AWS takes for a token: nothing shorter has ever been traded. */
const SHORTEST_TOKEN = 4;

/** The key of a request, by the token's text in it; undefined when there is none, which the source explains better. */
export function keyOf(source: string, request: LoginRequest): CacheKey | undefined {
  const token = request.token.value.text?.reveal() ?? "";
  return token.length < SHORTEST_TOKEN ? undefined : cacheKey(source, request, token);
}

/**
 * Looks for the answer to a request. Whether the ID token has expired meanwhile does not matter: no one is asked.
 * @param request with the token's text in it: nothing is read here
 */
export function lookUp(source: string, request: LoginRequest, context: Context): Found {
  const say = context.log.debug;
  const key = keyOf(source, request);
  if (key === undefined) return { key, entry: undefined, fresh: false };
  let stale: Entry | undefined;
  for (const folder of jobFolders(context, say)) {
    if (!isOurs(folder, say)) continue;
    const entry = readEntry(folder, key, say);
    if (entry === undefined) continue;
    const { expiration } = entry.credentials;
    const path = cachePath(folder, key, "credentials");
    const duration = request.durationSeconds.value;
    if (!isCredible(entry, context.now())) {
      say(`cache: ${path} is ignored: its times cannot be true, a clock was set`);
      continue;
    }
    if (isFresh(entry, duration, context.now(), context.env)) {
      say(`cache: hit, ${path}`);
      return { key, entry, fresh: true };
    }
    say(`cache: ${path} holds credentials until ${expiration.toISOString()}: too little is left of them`);
    if (isUsable(expiration, context.now())) stale ??= entry;
  }
  say("cache: miss");
  return { key, entry: stale, fresh: false };
}

/** The credentials in one folder, however old. */
export function readEntry(folder: string, key: CacheKey, say: (message: string) => void): Entry | undefined {
  const opened = readFile(cachePath(folder, key, "credentials"), key, "credentials", say);
  return opened === undefined ? undefined : toEntry(opened);
}
