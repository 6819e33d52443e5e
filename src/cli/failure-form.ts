// What a failure prints on stdout, read from the bare words: it must be known also when the command line is wrong.

import { booleanOf } from "../arguments/command-line.ts";
import type { FlagSpec } from "../arguments/flag-spec.ts";
import { isNear } from "../arguments/near.ts";
import { tokens } from "../arguments/tokens.ts";
import type { Command } from "../commands/types.ts";
import { findFormat } from "../outputs/index.ts";
import { findShell, type Shell, sh } from "../shells/index.ts";

export interface ScriptForm {
  /** The commands whose output is a script, whatever the flags. */
  readonly scriptCommands: readonly string[];
  /** The flags of all commands, so that a value is not taken for a flag. */
  readonly flags: readonly FlagSpec[];
}

/** The flags that make the output a script. */
const SCRIPT_FLAGS = ["export", "shell", "format"];

/**
 * The shell that will evaluate stdout, if any will. A shell of an unknown name is taken for one of the POSIX family, a
 * mistyped command for one that prints a script if its flags say so, and a mistyped flag for the one it resembles.
 */
export function shellOfFailure(words: readonly string[], form: ScriptForm): Shell | undefined {
  const [command = ""] = words;
  // Flags in front of the command are wrong, and say all the same who reads stdout.
  const rest = command.startsWith("-") ? words : words.slice(1);
  let shell = form.scriptCommands.includes(command) ? sh : undefined;
  for (const token of tokens(rest, form.flags)) {
    if (token.kind === "end" || token.kind === "word") break;
    if (token.kind === "unknown" && SCRIPT_FLAGS.some((flag) => isNear(token.typed.replace(/^-+/, ""), flag)))
      shell ??= sh;
    if (token.kind !== "flag" && token.kind !== "valueless") continue;
    const value = token.kind === "flag" ? token.value : undefined;
    if (token.flag.name === "shell") shell = findShell(value ?? "") ?? sh;
    else if (token.flag.name === "export" && booleanOf(value) !== false) shell ??= sh;
    else if (token.flag.name === "format") shell ??= findFormat(value ?? "")?.failureShell;
  }
  return shell;
}

/** Whether the words run a command: read from the bare words, too. */
export function runsChild(
  command: Pick<Command, "flags" | "takesChild" | "needsChild">,
  words: readonly string[],
): boolean {
  if (command.needsChild) return true;
  if (!command.takesChild) return false;
  let isSure = true;
  for (const token of tokens(words, command.flags)) {
    // What follows an unknown flag may be its value.
    if (token.kind === "unknown") isSure = false;
    if (token.kind === "word") return isSure;
    if (token.kind === "end") return token.next < words.length;
  }
  return false;
}
