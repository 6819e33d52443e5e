// What a command is. A new command is one file that exports a `Command`, and one line in `index.ts`.
import type { FlagSpec, Flags } from "../arguments/flag-spec.ts";
import type { Context } from "../context.ts";

export interface Command {
  readonly name: string;
  /** What follows the name in the usage line. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What a user has to know beyond the flags, one paragraph an entry. */
  readonly description: readonly string[];
  readonly flags: readonly FlagSpec[];
  /** Command lines that can be copied, without the program's name where they begin with it. */
  readonly examples: readonly string[];
  /** Whether the words that are no flags are a command to run. */
  readonly takesChild?: boolean;
  /** Whether it makes no sense without a command to run. */
  readonly needsChild?: boolean;
  /** Whether stderr is one line, because another program shows it to its user. */
  readonly oneLineErrors?: boolean;
  /** Whether the output is a script, whatever the flags. */
  readonly script?: boolean;
  /** @returns the exit code */
  run(invocation: Invocation, context: Context): Promise<number>;
}

export interface Invocation {
  readonly flags: Flags;
  /** The command to run and its arguments. */
  readonly child: readonly string[] | undefined;
}
