// What AWS STS gives and every output takes.
import type { Secret } from "./secrets/secret.ts";

/** Temporary credentials: https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expiration: Date;
}

/**
 * The expiry in the one form that every AWS SDK reads: RFC 3339, UTC, whole seconds, `Z`.
 * Fractions are cut, so that nobody believes credentials to live longer than they do.
 */
export function expirationText(expiration: Date): string {
  return expiration.toISOString().replace(/\.\d+Z$/, "Z");
}

/** The expiry in whole seconds since the epoch, for shells that compare integers. */
export function expirationEpochSeconds(expiration: Date): number {
  return Math.floor(expiration.getTime() / 1000);
}
