// The flags that every command has.
import type { FlagSpec } from "./flag-spec.ts";

export const HELP = { name: "help", short: "h", summary: "show this help" } as const satisfies FlagSpec;

export const DEBUG = {
  name: "debug",
  summary: "say on stderr what is asked of AWS and where each value comes from, never a secret",
} as const satisfies FlagSpec;

export const COMMON_FLAGS: readonly FlagSpec[] = [DEBUG, HELP];
