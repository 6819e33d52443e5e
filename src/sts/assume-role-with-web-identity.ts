// The trade: an ID token for credentials, by AWS STS. The only importer of the AWS SDK; loaded at the moment of need.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
import { AssumeRoleWithWebIdentityCommand, type Credentials as StsCredentials } from "@aws-sdk/client-sts";
import type { Context } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { EXIT, HelperError } from "../errors.ts";
import { Secret } from "../secrets/secret.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";
import { createClient } from "./client.ts";
import { readFailure } from "./failure.ts";
import { failureError } from "./failure-error.ts";
import { REQUEST_LIMIT } from "./handler-limits.ts";
import { withRetries } from "./retry.ts";

/** @throws HelperError with exit code 5 when AWS refuses, 6 for everything else that is not credentials */
export async function assumeRoleWithWebIdentity(
  input: AssumeRoleInput,
  context: Context,
): Promise<Credentials> {
  const client = await createClient(input, context);
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.roleSessionName,
    DurationSeconds: input.durationSeconds,
    WebIdentityToken: input.token.text.reveal(),
  });
  try {
    const answer = await withRetries(
      (left) => client.send(command, { requestTimeout: Math.max(1, Math.min(left, REQUEST_LIMIT)) }),
      (failure) => readFailure(failure).temporary,
      context,
    );
    context.log.debug(`STS request id: ${answer.$metadata.requestId ?? "none"}`);
    return completeCredentials(answer.Credentials, input.endpoint);
  } catch (failure) {
    throw failure instanceof HelperError ? failure : failureError(failure, input);
  } finally {
    client.destroy();
  }
}

/** The SDK takes any answer with status 200 for a success, an HTML page too. */
function completeCredentials(answer: StsCredentials | undefined, endpoint: string): Credentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer ?? {};
  const expires = Expiration !== undefined && !Number.isNaN(Expiration.getTime());
  if (AccessKeyId && SecretAccessKey && SessionToken && expires)
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: new Secret(SecretAccessKey),
      sessionToken: new Secret(SessionToken),
      expiration: Expiration,
    };
  throw new HelperError(EXIT.UNAVAILABLE, `the answer of ${endpoint} holds no complete credentials`, {
    remedy:
      "Something other than AWS STS may have answered, such as a proxy: check the endpoint and the runner's network.",
  });
}
