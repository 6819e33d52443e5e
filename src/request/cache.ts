// Whether the job-wide cache is used: a matter of this machine alone, nothing of it goes to AWS.
import type { Flags } from "../arguments/flag-spec.ts";
import type { Environment } from "../context.ts";
import { NO_CACHE } from "./inputs.ts";
import { fromVariables, type Resolved, valueError } from "./resolved.ts";

export type CacheUse = "on" | "off";

/** @throws HelperError (exit code 3) for a value of the variable other than `on` and `off` */
export function resolveCache(flags: Flags, env: Environment): Resolved<CacheUse> {
  if (flags.on(NO_CACHE.name)) return { value: "off", origin: { kind: "flag", name: NO_CACHE.name } };
  const given = fromVariables(env, NO_CACHE.variables);
  if (given === undefined) return { value: "on", origin: { kind: "default" } };
  const { value, origin } = given;
  if (value !== "on" && value !== "off") throw valueError(given, "is neither on nor off");
  return { value, origin };
}
