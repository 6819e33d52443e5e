// The text of the ID token as it stands, not judged. Whoever logs in reads it once: a file may hold another token a moment
// later, and the credentials of one identity must never be kept as those of another.
import { EXIT, HelperError } from "../errors.ts";
import { readSmallFile } from "../files/read-small-file.ts";
import type { TokenReference } from "../request/token.ts";
import { Secret } from "../secrets/secret.ts";

/** Bytes: AWS takes 20 000 characters. */
const LARGEST_FILE = 64 * 1024;

/** A reference that holds the token itself. */
export type ReadToken = TokenReference & { readonly text: Secret };

/**
 * The token with its text, without the newline that editors and `echo` leave. A file is read here, unless it was before.
 * @throws HelperError (exit code 4) when a file cannot be read
 */
export function readToken(reference: TokenReference): ReadToken {
  const text = reference.text?.reveal() ?? (reference.kind === "file" ? readFile(reference.path) : "");
  return { ...reference, text: new Secret(text.trim()) };
}

function readFile(path: string): string {
  try {
    return readSmallFile(path, LARGEST_FILE);
  } catch (cause) {
    throw new HelperError(
      EXIT.TOKEN,
      `the ID token's file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
