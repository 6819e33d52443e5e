// The one error class of the tool and the table of its exit codes. Imports nothing: everything may import it.

/** Exit codes, the contract with scripts. 125 and above belong to child mode (`env -- CMD`), as in env(1) and timeout(1). */
export const EXIT = {
  OK: 0,
  UNEXPECTED: 1,
  USAGE: 2,
  VALUE: 3,
  TOKEN: 4,
  REFUSED: 5,
  UNAVAILABLE: 6,
  FILE: 7,
  CHILD_TOOL_FAILED: 125,
  CHILD_NOT_EXECUTABLE: 126,
  CHILD_NOT_FOUND: 127,
} as const;

/** What each exit code means, for `--help` and the README. */
export const EXIT_CODES: readonly { readonly code: string; readonly meaning: string }[] = [
  { code: "0", meaning: "success" },
  { code: "1", meaning: "an unexpected failure: please report it" },
  {
    code: "2",
    meaning:
      "wrong usage: unknown command, flag or shell, a flag twice or without a value, flags that exclude one another",
  },
  { code: "3", meaning: "a value, from a flag or a variable, is missing or breaks a rule" },
  { code: "4", meaning: "the ID token is missing, malformed, expired or unreadable" },
  { code: "5", meaning: "AWS refused the request" },
  {
    code: "6",
    meaning: "no credentials for another reason: no connection, time limit, throttling, a server error",
  },
  { code: "7", meaning: "a file could not be read or written, or the output form cannot hold a value" },
  { code: "125", meaning: "with a command to run: the helper itself failed" },
  { code: "126", meaning: "with a command to run: it was found but could not be executed" },
  { code: "127", meaning: "with a command to run: it was not found" },
  { code: "128+N", meaning: "with a command to run: it was ended by signal N" },
];

export interface HelperErrorOptions {
  /** What to do about it: one or two sentences that can be acted on. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** A failure that the user can understand and act on. Only `cli.ts` prints it. */
export class HelperError extends Error {
  override readonly name = "HelperError";
  readonly exitCode: number;
  readonly remedy: string | undefined;

  /**
   * @param exitCode one of {@link EXIT}
   * @param message what happened, with the value it happened to unless that is secret
   */
  constructor(exitCode: number, message: string, options: HelperErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.exitCode = exitCode;
    this.remedy = options.remedy;
  }
}

/** The command line itself is wrong (exit code 2). */
export function usageError(message: string, remedy?: string): HelperError {
  return new HelperError(EXIT.USAGE, message, remedy === undefined ? {} : { remedy });
}
