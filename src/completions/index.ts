// The shells that have a completion, one line each.
import type { Command } from "../commands/types.ts";
import { bashCompletion } from "./bash.ts";
import { fishCompletion } from "./fish.ts";
import { type CompletedCommand, completedCommands } from "./model.ts";
import { powershellCompletion } from "./powershell.ts";
import { zshCompletion } from "./zsh.ts";

const WRITERS: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
};

/**
 * The completion script of a shell.
 * @param shell its name in the shell table
 * @returns nothing when there is none for this shell
 */
export function completionScript(shell: string, commands: readonly Command[]): string | undefined {
  return WRITERS[shell]?.(completedCommands(commands));
}
