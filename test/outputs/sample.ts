// Credentials with which the tests make scripts.
import type { Credentials } from "../../src/credentials.ts";
import { Secret } from "../../src/secrets/secret.ts";

export const KEY_ID = "ASIAQWERTYUIOP123456";
export const SECRET_KEY = "wJalr/XUtn+FEMI=K7MDENG";
export const SESSION_TOKEN = "IQoJb3JpZ2luX2VjE/+abc==";
export const EXPIRATION = "2026-12-24T23:00:23Z";
export const EXPIRES_AT = "1798153223";

/** Credentials like those of AWS, but for what is given. */
export function sample(
  changes: {
    accessKeyId?: string;
    secretAccessKey?: string;
    sessionToken?: string;
    expiration?: string;
  } = {},
): Credentials {
  return {
    accessKeyId: changes.accessKeyId ?? KEY_ID,
    secretAccessKey: new Secret(changes.secretAccessKey ?? SECRET_KEY),
    sessionToken: new Secret(changes.sessionToken ?? SESSION_TOKEN),
    // With a fraction, which must be cut and not rounded.
    expiration: new Date(changes.expiration ?? "2026-12-24T23:00:23.999Z"),
  };
}
