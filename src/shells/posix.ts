// The one rule of the POSIX family, through shell-quote, which is right in these shells (and in no other) since 1.11.
import { quote } from "shell-quote";
import { statementShell } from "./statements.ts";
import type { Shell } from "./types.ts";

/**
 * Quotes a value for sh, bash, zsh, dash, ksh, mksh and busybox ash: POSIX, Shell Command Language, 2.2 Quoting.
 * A value without a single quote is put between two of them, where shell-quote would use backslashes: the value stands there
 * as it is, so that a reader finds it and GitLab's masking of exact texts works.
 */
export function quotePosix(value: string): string {
  return value.includes("'") ? quote([value]) : `'${value}'`;
}

/** A shell of the POSIX family. */
export function posixShell(name: string, aliases: readonly string[] = [], hook = "hook.sh"): Shell {
  return statementShell({
    name,
    aliases,
    load: 'eval "$({})"',
    hook,
    set: (variable, value) => `export ${variable}=${quotePosix(value)}`,
    unset: (variable) => `unset ${variable}`,
    // A subshell's exit keeps the code, stops `set -e` and leaves an interactive shell open. `false` would lose the code.
    fail: (exitCode) => `(exit ${exitCode})`,
  });
}
