// The flags that every command has.
import type { FlagSpec } from "./flag-spec.ts";

export const HELP = { name: "help", short: "h", summary: "show this help" } as const satisfies FlagSpec;

export const VERSION = {
  name: "version",
  short: "v",
  summary: "show the version",
} as const satisfies FlagSpec;

export const DEBUG = {
  name: "debug",
  summary: "say on stderr what is asked of AWS and where each value comes from, never a secret",
} as const satisfies FlagSpec;

/** Flags that are answered as soon as they are read, whatever is wrong behind them. */
export const ANSWERED_AT_ONCE: readonly string[] = [HELP.name, VERSION.name];

export const COMMON_FLAGS: readonly FlagSpec[] = [DEBUG, HELP, VERSION];
