// Flags with some of them replaced: for commands that log in more than once with one command line.
import type { Flags } from "./flag-spec.ts";

/** @param replaced flag name to its text; `undefined` stands for "not given" */
export function overlayFlags(flags: Flags, replaced: ReadonlyMap<string, string | undefined>): Flags {
  return {
    value: (name) => (replaced.has(name) ? replaced.get(name) : flags.value(name)),
    all: (name) => flags.all(name),
    on: (name) => flags.on(name),
  };
}
