// Gets the text of the ID token from where the request says it is, and checks what can be checked without AWS.
import { EXIT, HelperError } from "../errors.ts";
import { readSmallFile } from "../files/read-small-file.ts";
import type { TokenReference } from "../request/token.ts";
import { Secret } from "../secrets/secret.ts";
import { assertNotExpired, type IdTokenClaims, readClaims } from "./claims.ts";

/** Bytes: AWS takes 20 000 characters. */
const LARGEST_FILE = 64 * 1024;

export interface IdToken {
  readonly text: Secret;
  readonly claims: IdTokenClaims;
}

/**
 * @param now milliseconds since the epoch
 * @throws HelperError (exit code 4) when the token is unreadable, malformed or expired
 */
export async function loadIdToken(reference: TokenReference, now: number): Promise<IdToken> {
  const place =
    reference.kind === "variable" ? `the variable ${reference.name}` : `the file ${reference.path}`;
  // Editors and `echo` end a file with a newline, which is no part of the token.
  const text = (reference.kind === "variable" ? reference.text.reveal() : readFile(reference.path)).trim();
  const claims = readClaims(text, place);
  assertNotExpired(claims, place, now);
  return { text: new Secret(text), claims };
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
