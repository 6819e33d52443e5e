// How long the credentials live.
import type { Flags } from "../arguments/flag-spec.ts";
import type { Environment } from "../context.ts";
import { DURATION } from "./inputs.ts";
import { given, type Resolved, valueError } from "./resolved.ts";

/** Seconds: the default and the limits of DurationSeconds in AssumeRoleWithWebIdentity. */
const DEFAULT = 3600;
const SHORTEST = 900;
const LONGEST = 43200;

/** @throws HelperError (exit code 3) unless it is a whole number of seconds that AWS takes */
export function resolveDuration(flags: Flags, env: Environment): Resolved<number> {
  const text = given(flags, env, DURATION);
  if (text === undefined) return { value: DEFAULT, origin: { kind: "default" } };
  const seconds = /^[0-9]{1,9}$/.test(text.value) ? Number(text.value) : Number.NaN;
  if (!(seconds >= SHORTEST && seconds <= LONGEST))
    throw valueError(text, `is not a whole number of seconds from ${SHORTEST} to ${LONGEST}`);
  return { value: seconds, origin: text.origin };
}
