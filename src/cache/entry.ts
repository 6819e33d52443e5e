// Credentials as a cache file holds them, and how long they are worth using. Clocks are set: nothing here believes in one
// time alone. Only cache/ imports it.
import { type Environment, variable } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { Secret } from "../secrets/secret.ts";
import type { Opened } from "./format.ts";

/** Cached credentials. */
export interface Entry {
  readonly credentials: Credentials;
  /** Milliseconds since the epoch, by the clock of who wrote it. */
  readonly written: number;
  /** Different for every writing. */
  readonly id: string;
}

/** Below this botocore asks again before every request, so it would get the same ones again and again. */
const LONGEST_RESERVE_MILLISECONDS = 15 * 60 * 1000;
/** Of a short session the reserve is this part: 180 seconds of AWS's shortest, 900. */
const RESERVE_PART = 1 / 5;

/** Milliseconds by which two machines that share a folder may differ; less than any reserve. */
const SKEW_BETWEEN_MACHINES = 60_000;

type Times = Pick<Entry, "written"> & { readonly credentials: Pick<Credentials, "expiration"> };

/** Whether an entry can have been written when it says: after the clock was set back, its end may be hours away as well. */
export function isCredible({ written }: Pick<Entry, "written">, now: number): boolean {
  return written <= now + SKEW_BETWEEN_MACHINES;
}

/**
 * Whether so much is left of credible credentials that nothing needs to be asked of AWS. On a clock that is slow they end
 * sooner than it says, but not sooner than was asked for after they were written. A service that gives more than was asked for is
 * asked again after that, too.
 * @param env may ask for more with GITLAB_AWS_REFRESH_MARGIN, as it does of the hooks
 */
export function isFresh(entry: Times, durationSeconds: number, now: number, env: Environment): boolean {
  if (!isCredible(entry, now)) return false;
  const reserve = Math.min(LONGEST_RESERVE_MILLISECONDS, durationSeconds * 1000 * RESERVE_PART);
  const margin = variable(env, "GITLAB_AWS_REFRESH_MARGIN") ?? "";
  const asked = /^[0-9]{1,9}$/.test(margin) ? Number(margin) * 1000 : 0;
  const end = Math.min(entry.credentials.expiration.getTime(), entry.written + durationSeconds * 1000);
  return end - now > Math.max(reserve, asked);
}

/** Whether AWS still takes the credentials. */
export function isUsable(expiration: Date, now: number): boolean {
  return expiration.getTime() > now;
}

/** @param written milliseconds since the epoch */
export function toJson(
  { accessKeyId, secretAccessKey, sessionToken }: Credentials,
  written: number,
): readonly unknown[] {
  return [accessKeyId, secretAccessKey.reveal(), sessionToken.reveal(), written];
}

/** The reverse of {@link toJson}; the expiry is that of the file. */
export function toEntry({ value, expires, id }: Opened): Entry | undefined {
  if (!Array.isArray(value) || value.length !== 4) return undefined;
  const [accessKeyId, secretAccessKey, sessionToken, written] = value as readonly unknown[];
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken)) return undefined;
  if (typeof written !== "number") return undefined;
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiration: new Date(expires),
    },
    written,
    id,
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
