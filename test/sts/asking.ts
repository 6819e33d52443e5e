// How the tests ask for credentials, in a world of their own.
import assert from "node:assert/strict";
import type { Context, Environment } from "../../src/context.ts";
import type { Credentials } from "../../src/credentials.ts";
import { HelperError } from "../../src/errors.ts";
import { readClaims } from "../../src/id-token/claims.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { assumeRoleWithWebIdentity } from "../../src/sts/assume-role-with-web-identity.ts";
import { makeToken } from "../id-token/tokens.ts";

// Keeps the SDK's note about old Node versions out of the output of the tests; main.ts does the same.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

export const TOKEN = makeToken();

export interface Asking {
  readonly env?: Environment;
  /** The readings of the clock, one after the other; the last one stays. */
  readonly clock?: readonly number[];
  /** The files of the machine's certificate authorities; none, so that the machine of the tests does not matter. */
  readonly systemBundles?: readonly string[];
}

export interface Asked {
  readonly credentials: Credentials | undefined;
  readonly failure: HelperError | undefined;
  readonly debug: readonly string[];
}

/** Asks the endpoint for credentials; pauses between attempts take no time. */
export async function ask(
  endpoint: string,
  { env = {}, clock, systemBundles = [] }: Asking = {},
): Promise<Asked> {
  const debug: string[] = [];
  const silent = (): void => {};
  let reading = 0;
  const context = {
    env,
    now: () => (clock === undefined ? Date.now() : (clock[Math.min(reading++, clock.length - 1)] ?? 0)),
    sleep: async () => {},
    log: { info: silent, warn: silent, debug: (message: string) => void debug.push(message) },
  };
  const input = {
    roleArn: "arn:aws:iam::012345678901:role/deploy",
    roleSessionName: "1e5",
    durationSeconds: 900,
    region: "us-east-1",
    endpoint,
    token: { text: new Secret(TOKEN), claims: readClaims(TOKEN, "X") },
  };
  try {
    const credentials = await assumeRoleWithWebIdentity(input, context as unknown as Context, systemBundles);
    return { credentials, failure: undefined, debug };
  } catch (failure) {
    assert.ok(failure instanceof HelperError, `not a HelperError: ${String(failure)}`);
    const text = `${failure.message} ${failure.remedy} ${debug.join(" ")}`;
    assert.ok(!text.includes(TOKEN), "the token is in a message");
    return { credentials: undefined, failure, debug };
  }
}
