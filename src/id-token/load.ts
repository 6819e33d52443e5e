// Gets the text of the ID token from where the request says it is, and checks what can be checked without AWS.
import type { TokenReference } from "../request/token.ts";
import type { Secret } from "../secrets/secret.ts";
import { assertNotExpired, type IdTokenClaims, readClaims } from "./claims.ts";
import { readToken } from "./read.ts";

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
  const { text } = readToken(reference);
  const claims = readClaims(text.reveal(), place);
  assertNotExpired(claims, place, now);
  return { text, claims };
}
