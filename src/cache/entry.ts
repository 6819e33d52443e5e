// Credentials as a cache file holds them, and how long they are worth using. Only cache/ imports it.
import { type Environment, variable } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { Secret } from "../secrets/secret.ts";
import type { Opened } from "./format.ts";

/** Cached credentials. */
export interface Entry {
  readonly credentials: Credentials;
  /** Different for every writing. */
  readonly id: string;
}

/** Below this botocore asks again before every request, so it would get the same ones again and again. */
const LONGEST_RESERVE_MILLISECONDS = 15 * 60 * 1000;
/** Of a short session the reserve is this part: 180 seconds of AWS's shortest, 900. */
const RESERVE_PART = 1 / 5;

/**
 * Whether so much is left of the credentials that nothing needs to be asked of AWS.
 * @param env may ask for more with GITLAB_AWS_REFRESH_MARGIN, as it does of the hooks
 */
export function isFresh(expiration: Date, durationSeconds: number, now: number, env: Environment): boolean {
  const reserve = Math.min(LONGEST_RESERVE_MILLISECONDS, durationSeconds * 1000 * RESERVE_PART);
  const margin = variable(env, "GITLAB_AWS_REFRESH_MARGIN") ?? "";
  const asked = /^[0-9]{1,9}$/.test(margin) ? Number(margin) * 1000 : 0;
  return expiration.getTime() - now > Math.max(reserve, asked);
}

/** Whether AWS still takes the credentials. */
export function isUsable(expiration: Date, now: number): boolean {
  return expiration.getTime() > now;
}

export function toJson({ accessKeyId, secretAccessKey, sessionToken }: Credentials): readonly string[] {
  return [accessKeyId, secretAccessKey.reveal(), sessionToken.reveal()];
}

/** The reverse of {@link toJson}; the expiry is that of the file. */
export function toEntry({ value, expires, id }: Opened): Entry | undefined {
  if (!Array.isArray(value) || value.length !== 3) return undefined;
  if (!value.every((part): part is string => typeof part === "string" && part !== "")) return undefined;
  const [accessKeyId = "", secretAccessKey = "", sessionToken = ""] = value;
  return {
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiration: new Date(expires),
    },
    id,
  };
}
