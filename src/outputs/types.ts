// What an output format is. A new format is one file that exports an `OutputFormat`, and one line in `index.ts`.
import type { Credentials } from "../credentials.ts";
import type { Shell } from "../shells/index.ts";

export interface OutputFormat {
  /** The name that `--format` takes. */
  readonly name: string;
  readonly summary: string;
  /** The shell that evaluates the text, when one does: a failure prints that shell's failing statement. */
  readonly failureShell?: Shell;
  /**
   * The whole text, ended by a newline.
   * @param region handed on with the credentials, when the user asked for one
   * @throws HelperError (exit code 7) when the format cannot hold a value
   */
  render(credentials: Credentials, region: string | undefined): string;
}
