// What a cached answer belongs to: everything that goes to AWS, and the ID token. Only cache/ imports it.
import { hkdfSync } from "node:crypto";
import type { LoginRequest } from "../request/resolve.ts";

/** What one request to AWS and one ID token make together. Another request or another token: another key, another file. */
export interface CacheKey {
  /** The first part of the file names, hexadecimal. It tells nothing about the request, the token or `secret`. */
  readonly name: string;
  /** 32 bytes for AES-256. Only who has the ID token can work them out. */
  readonly secret: Uint8Array;
  /** Everything that goes to AWS, in one unambiguous text. */
  readonly subject: string;
}

/** Part of every derived key: a change of the format changes it, so that old and new files never meet. */
const LABEL = "gitlab-aws-credential-helper cache 2";
/** Bytes. */
const NAME_LENGTH = 16;
const SECRET_LENGTH = 32;

/**
 * Name and secret come out of one HKDF (RFC 5869): neither says anything about the other, and a file that is left on a
 * shared runner is worthless without that job's token. Nothing slow is needed, a token's signature is no password.
 * @param source the source of credentials that is asked
 * @param token the text of the ID token
 */
export function cacheKey(source: string, request: LoginRequest, token: string): CacheKey {
  const subject = JSON.stringify([
    source,
    request.roleArn.value,
    request.sessionName.value,
    request.durationSeconds.value,
    request.region.value,
    request.endpoint.value,
    // The place of a session policy, which nothing can ask for yet.
    null,
  ]);
  const length = NAME_LENGTH + SECRET_LENGTH;
  // The request is the salt: Node takes no more than 1024 bytes of `info`, and hashing it before would cost the way of a
  // cached answer another third of a millisecond.
  const derived = new Uint8Array(hkdfSync("sha256", token, subject, LABEL, length));
  return {
    name: Buffer.from(derived.subarray(0, NAME_LENGTH)).toString("hex"),
    secret: derived.subarray(NAME_LENGTH),
    subject,
  };
}
