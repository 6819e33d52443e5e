// Which keys and values can be written to an AWS file so that every parser reads them back unchanged.
import { EXIT, HelperError } from "../errors.ts";

/** Python's and JavaScript's white space together: what either trims off. */
const SPACE = "[\\s\\x1c-\\x1f\\x85]";
const OUTER_SPACE = new RegExp(`^${SPACE}|${SPACE}$`, "u");
const COMMENT = new RegExp(`(?:^|${SPACE})[#;]`, "u");
/** What ends a line for some reader, and NUL, which ends a string for others. */
const LINE_BREAK = /[\0\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/u;
const KEY = /^[a-z][a-z0-9_]*$/;

/**
 * Refuses a value that some AWS parser would read differently (measured with botocore, the JavaScript and the Go SDK).
 * The message names the key, never the value: it may be secret.
 * @throws HelperError (7)
 */
export function checkValue(key: string, value: string): void {
  const reason = reasonAgainst(value);
  if (reason === undefined) return;
  throw new HelperError(EXIT.FILE, `an AWS file cannot hold the value of ${key}: ${reason}`, {
    remedy: "Hand the credentials over in another way: `env -- COMMAND` carries every value.",
  });
}

/** Whether a value could be written so that every AWS parser reads it back. */
export function canBeWritten(value: string): boolean {
  return reasonAgainst(value) === undefined;
}

/** A key in the one form that all SDKs find; the JavaScript SDK minds the case. */
export function checkKey(key: string): void {
  if (!KEY.test(key)) throw new TypeError(`not a key of an AWS file: ${JSON.stringify(key)}`);
}

function reasonAgainst(value: string): string | undefined {
  if (value === "") return "it is empty, which some SDKs take for the head of a block";
  if (LINE_BREAK.test(value)) return "there is a line break or a NUL character in it";
  if (!value.isWellFormed()) return "it is not well-formed Unicode";
  if (OUTER_SPACE.test(value)) return "it begins or ends with white space, which is trimmed off when read";
  if (COMMENT.test(value))
    return "it has a `#` or `;` at its start or after a blank, where some SDKs see a comment";
  if (/^(["']).*\1$|^["']$/su.test(value)) return "it begins and ends with a quote, which some SDKs take off";
  return undefined;
}
