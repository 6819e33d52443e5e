// Flags with some of them replaced: for commands that log in more than once with one command line.
import type { Flags } from "./flag-spec.ts";

/** A text that stands for that of a flag. */
export interface Replacement {
  readonly text: string;
  /** Where it was found, as messages name it: the user gave no flag. */
  readonly place: string;
}

/** @param replaced by the name of the flag */
export function overlayFlags(flags: Flags, replaced: ReadonlyMap<string, Replacement>): Flags {
  return {
    value: (name) => replaced.get(name)?.text ?? flags.value(name),
    place: (name) => replaced.get(name)?.place ?? flags.place?.(name),
    all: (name) => flags.all(name),
    on: (name) => flags.on(name),
  };
}
