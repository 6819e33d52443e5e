// Gets the text of the ID token from where the request says it is, and checks what can be checked without AWS.
import { readFileSync, statSync } from "node:fs";
import { EXIT, HelperError } from "../errors.ts";
import type { TokenReference } from "../request/token.ts";
import { Secret } from "../secrets/secret.ts";
import { assertNotExpired, type IdTokenClaims, readClaims } from "./claims.ts";

export interface IdToken {
  readonly text: Secret;
  readonly claims: IdTokenClaims;
}

/** Bytes: a file larger than this holds no token, and is not read into memory. */
const LARGEST_FILE = 1024 * 1024;

/**
 * @param now milliseconds since the epoch
 * @throws HelperError (exit code 4) when the token is unreadable, malformed or expired
 */
export async function loadIdToken(reference: TokenReference, now: number): Promise<IdToken> {
  const place =
    reference.kind === "variable" ? `the variable ${reference.name}` : `the file ${reference.path}`;
  // Editors and `echo` end a file with a newline, which is no part of the token.
  const text = (
    reference.kind === "variable" ? reference.text.reveal() : readTokenFile(reference.path)
  ).trim();
  const claims = readClaims(text, place);
  assertNotExpired(claims, place, now);
  return { text: new Secret(text), claims };
}

function readTokenFile(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > LARGEST_FILE) throw new Error(`it has ${size} bytes`);
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new HelperError(
      EXIT.TOKEN,
      `the ID token's file ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
