// What a completion has to know of the command line, made from the tables of commands and flags.
import type { FlagSpec } from "../arguments/flag-spec.ts";
import type { Command } from "../commands/types.ts";

export interface CompletedFlag {
  readonly long: string;
  readonly short: string | undefined;
  readonly summary: string;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  /** What follows the flag. */
  readonly value: "none" | "choice" | "file" | "text";
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly CompletedFlag[];
  /** Whether another command line follows the flags. */
  readonly takesChild: boolean;
}

/** The flags with which the program itself may be called. */
export const PROGRAM_FLAGS = ["--help", "--version"] as const;

/** How the flag tables name a value that is the path of a file. */
const FILE_PLACEHOLDERS: readonly string[] = ["FILE", "PATH"];

export function completedCommands(commands: readonly Command[]): CompletedCommand[] {
  return commands.map(({ name, summary, flags, takesChild = false }) => ({
    name,
    summary,
    takesChild,
    flags: flags.map(completedFlag),
  }));
}

function completedFlag(flag: FlagSpec): CompletedFlag {
  return {
    long: `--${flag.name}`,
    short: flag.short === undefined ? undefined : `-${flag.short}`,
    summary: flag.summary,
    placeholder: flag.value ?? "",
    value: valueKind(flag),
    choices: flag.choices ?? [],
  };
}

function valueKind({ value, valueOptional, choices }: FlagSpec): CompletedFlag["value"] {
  if (value === undefined || valueOptional) return "none";
  if (choices !== undefined) return "choice";
  return FILE_PLACEHOLDERS.includes(value) ? "file" : "text";
}

/** All spellings of a flag. */
export function spellings({ long, short }: CompletedFlag): string[] {
  return short === undefined ? [long] : [long, short];
}
