// Reads an ID token, without verifying it: that is what AWS does. For checks before the network, and for explanations.
import { EXIT, HelperError } from "../errors.ts";

/** The claims that AWS looks at, as far as they are there and of the right type. RFC 7519, section 4.1. */
export interface IdTokenClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string | readonly string[];
  /** Seconds since the epoch. */
  readonly exp?: number;
  readonly iat?: number;
  /** All claims, GitLab's own among them. */
  readonly all: Readonly<Record<string, unknown>>;
}

/** Characters: the limits of WebIdentityToken in AssumeRoleWithWebIdentity. */
const SHORTEST = 4;
const LONGEST = 20_000;

/** Seconds by which the clocks of runner and AWS may differ. */
const LEEWAY = 300;

/**
 * @param text the token
 * @param place where it came from, for messages: a variable's name or a file's path
 * @throws HelperError (exit code 4) for what is not a JSON Web Token in its compact form (RFC 7515, section 7.1)
 */
export function readClaims(text: string, place: string): IdTokenClaims {
  const malformed = (what: string): HelperError =>
    new HelperError(EXIT.TOKEN, `the ID token in ${place} is malformed: ${what}`, {
      remedy: "It must be the unchanged text of an id_tokens: entry of the job.",
    });
  if (text.length < SHORTEST || text.length > LONGEST)
    throw malformed(`it has ${text.length} characters, AWS takes ${SHORTEST} to ${LONGEST}`);
  const parts = text.split(".");
  if (parts.length !== 3 || !parts.every((part) => /^[A-Za-z0-9_-]+$/.test(part)))
    throw malformed("it is not three base64url parts with dots between them");
  const [header = "", payload = ""] = parts;
  if (jsonObject(header) === undefined) throw malformed("its header is not a JSON object");
  const all = jsonObject(payload);
  if (all === undefined) throw malformed("its payload is not a JSON object");
  return {
    ...pick(all, "iss", isString),
    ...pick(all, "sub", isString),
    ...pick(all, "aud", isAudience),
    ...pick(all, "exp", isNumber),
    ...pick(all, "iat", isNumber),
    all,
  };
}

/**
 * @param now milliseconds since the epoch
 * @throws HelperError (exit code 4) for a token that expired longer ago than clocks may differ
 */
export function assertNotExpired({ exp }: IdTokenClaims, place: string, now: number): void {
  if (exp === undefined || now / 1000 <= exp + LEEWAY) return;
  throw new HelperError(
    EXIT.TOKEN,
    `the ID token in ${place} expired ${isDate(exp) ? `at ${new Date(exp * 1000).toISOString()}, ` : ""}${Math.round(now / 1000 - exp)} seconds ago`,
    {
      remedy:
        "GitLab's ID tokens live as long as the job's timeout (5 minutes without one): raise the job's timeout, or log in earlier in the job.",
    },
  );
}

function isDate(seconds: number): boolean {
  return !Number.isNaN(new Date(seconds * 1000).getTime());
}

function jsonObject(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function pick<K extends string, T>(
  claims: Readonly<Record<string, unknown>>,
  name: K,
  is: (value: unknown) => value is T,
): { [key in K]?: T } {
  const value = claims[name];
  return is(value) ? ({ [name]: value } as { [key in K]?: T }) : {};
}

const isString = (value: unknown): value is string => typeof value === "string";
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isAudience = (value: unknown): value is string | readonly string[] =>
  isString(value) || (Array.isArray(value) && value.every(isString));
