// The flags of every command that logs in.
import { COMMON_FLAGS } from "../arguments/common-flags.ts";
import type { FlagSpec } from "../arguments/flag-spec.ts";
import { NO_CACHE, REQUEST_FLAGS } from "../request/inputs.ts";

/** @param own the flags of the command itself, which come first in its help */
export function loginFlags(...own: readonly FlagSpec[]): readonly FlagSpec[] {
  return [...own, ...REQUEST_FLAGS, NO_CACHE, ...COMMON_FLAGS];
}
