// What a shell is to this tool. A new shell is one file that exports a `Shell`, and one line in `index.ts`.
import type { EnvironmentChange } from "../environment.ts";

export interface Shell {
  /** The name that `--shell` takes. */
  readonly name: string;
  /** Other names that `--shell` takes. */
  readonly aliases: readonly string[];
  /** How a user loads a script: the helper's command line goes where `{}` stands. For help and README. */
  readonly load: string;
  /** The same for the script of `unset`, where it is loaded in another way. */
  readonly loadUnset?: string;
  /** The file in `shells/` with the functions that log in, refresh and log out, where the shell can have such. */
  readonly hook?: string;
  /**
   * The script that makes the changes, one statement a line.
   * @throws HelperError (exit code 7) when the shell cannot hold a value
   */
  script(changes: readonly EnvironmentChange[]): string;
  /** The script that takes the variables out; harmless for those that are not set. */
  unsetScript(names: readonly string[]): string;
  /** The statement that fails when it is evaluated, so that a job stops; empty where printing nothing is what stops it. */
  failure(exitCode: number): string;
}
