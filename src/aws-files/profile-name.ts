// Which names a profile may have: those that every AWS parser finds again. Imports errors.ts only.
import { EXIT, HelperError } from "../errors.ts";

/**
 * Letters, digits and `_ . @ / + -`. Measured with botocore 1.43, the JavaScript SDK 3 and the Go SDK 2, read in
 * the Rust and Java SDKs: a blank is lost in JavaScript and Rust, `#` and `;` cut the name in Go, other letters
 * are lost in Rust, `:` in older Java SDKs.
 */
const SAFE_NAME = /^[A-Za-z0-9_.@/+-]+$/;

/** Names of the right letters that a parser loses all the same. */
const LOST: ReadonlyMap<string, string> = new Map([
  ["__proto__", "the AWS SDK for JavaScript drops a whole file with that name in it"],
  [
    "DEFAULT",
    "botocore hands its keys to every other profile and knows no profile of that name; `default` is the usual one",
  ],
]);

/**
 * Refuses a profile name that some AWS parser loses.
 * @param origin the flag or variable that gave the name, for the message
 * @throws HelperError (3)
 */
export function checkProfileName(name: string, origin: string): void {
  const remedy = "Take a name of letters, digits and the characters _ . @ / + - only.";
  const reason = LOST.get(name);
  if (reason !== undefined) {
    throw new HelperError(EXIT.VALUE, `${origin}: a profile cannot be called ${name}: ${reason}`, { remedy });
  }
  if (!SAFE_NAME.test(name)) {
    const why = "some AWS SDKs would not find a profile of that name";
    throw new HelperError(EXIT.VALUE, `${origin}: ${JSON.stringify(name)} is no safe profile name: ${why}`, {
      remedy,
    });
  }
}
