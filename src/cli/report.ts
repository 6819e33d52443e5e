// What a failure says on stderr, and its exit code.
import { EXIT, HelperError } from "../errors.ts";
import { redact } from "../secrets/redact.ts";
import { PROGRAM } from "../version.ts";

export interface FailureReport {
  readonly exitCode: number;
  /** The text for stderr, without secrets, ended by a newline. */
  readonly text: string;
}

/**
 * @param oneLine put message and remedy on one line, for programs that show stderr to their own users
 * @param debug add the stack of an unexpected failure
 */
export function reportFailure(
  failure: unknown,
  options: { oneLine: boolean; debug: boolean },
): FailureReport {
  const known = failure instanceof HelperError ? failure : unexpected(failure);
  const stack =
    options.debug && !(failure instanceof HelperError) && failure instanceof Error
      ? failure.stack
      : undefined;
  const lines = [`${PROGRAM}: ${known.message}`, known.remedy, stack].filter((line) => line !== undefined);
  const text = options.oneLine
    ? lines
        .map((line) => line.replace(/\s*\n\s*/g, " "))
        .join(lines.length > 1 && !/[.!?]$/.test(known.message) ? ". " : " ")
    : lines.join("\n  ");
  return { exitCode: known.exitCode, text: `${redact(text)}\n` };
}

function unexpected(failure: unknown): HelperError {
  const message = failure instanceof Error ? failure.message : String(failure);
  return new HelperError(EXIT.UNEXPECTED, `unexpected failure: ${message}`, {
    remedy: "Please report it, with what --debug shows.",
    cause: failure,
  });
}
