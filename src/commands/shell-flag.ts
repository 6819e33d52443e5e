// The flag `--shell`, for every command that prints for a shell.
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import { usageError } from "../errors.ts";
import { findShell, type Shell, shellNames } from "../shells/index.ts";

export const SHELL = {
  name: "shell",
  value: "NAME",
  choices: shellNames(),
  summary: "print for this shell",
} as const satisfies FlagSpec;

/**
 * The shell that was asked for, if one was.
 * @throws HelperError (exit code 2) for a name that no shell has
 */
export function chosenShell(flags: Flags): Shell | undefined {
  const name = flags.value(SHELL.name);
  if (name === undefined) return undefined;
  const shell = findShell(name);
  if (shell === undefined)
    throw usageError(`--shell: ${JSON.stringify(name)} is unknown`, `One of ${SHELL.choices.join(", ")}.`);
  return shell;
}

/** @throws HelperError (exit code 2) when no shell or an unknown one was asked for */
export function requiredShell(flags: Flags): Shell {
  const shell = chosenShell(flags);
  if (shell === undefined) throw usageError("--shell is missing", `One of ${SHELL.choices.join(", ")}.`);
  return shell;
}
