// The trade: an ID token for credentials, by AWS STS. The only importer of the AWS SDK; loaded at the moment of need.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
import {
  AssumeRoleWithWebIdentityCommand,
  type STSClient,
  type Credentials as StsCredentials,
} from "@aws-sdk/client-sts";
import type { Context } from "../context.ts";
import type { Credentials } from "../credentials.ts";
import { EXIT, HelperError } from "../errors.ts";
import { Secret } from "../secrets/secret.ts";
import type { AssumeRoleInput } from "./assume-role-input.ts";
import { certificateAuthorities } from "./certificate-authorities.ts";
import { createClient } from "./client.ts";
import { readFailure } from "./failure.ts";
import { failureError } from "./failure-error.ts";
import { REQUEST_LIMIT } from "./handler-limits.ts";
import { withRetries } from "./retry.ts";
import { isUnknownSigner, SYSTEM_BUNDLES, systemAuthorities } from "./system-authorities.ts";

/**
 * @param systemBundles the files of the machine's certificate authorities
 * @throws HelperError with exit code 5 when AWS refuses, 6 for everything else that is not credentials, 7 for an unreadable CA bundle
 */
export async function assumeRoleWithWebIdentity(
  input: AssumeRoleInput,
  context: Context,
  systemBundles: readonly string[] = SYSTEM_BUNDLES,
): Promise<Credentials> {
  const trusted = input.endpoint.startsWith("https:") ? certificateAuthorities(context.env) : undefined;
  const clients = [createClient(input, trusted, context)];
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: input.roleArn,
    RoleSessionName: input.roleSessionName,
    DurationSeconds: input.durationSeconds,
    WebIdentityToken: input.token.text.reveal(),
  });
  try {
    const send = (left: number) =>
      (clients.at(-1) as STSClient).send(command, {
        requestTimeout: Math.max(1, Math.min(left, REQUEST_LIMIT)),
      });
    const trustTheSystemToo = (failure: unknown): boolean => {
      if (trusted !== undefined || clients.length > 1 || !isUnknownSigner(failure)) return false;
      const authorities = systemAuthorities(systemBundles);
      if (authorities === undefined) return false;
      context.log.debug(
        "the endpoint's certificate is of no authority that comes with the helper: trusting the system's",
      );
      clients.push(createClient(input, authorities, context));
      return true;
    };
    const answer = await withRetries(
      (left) =>
        send(left).catch((failure) => {
          // Nothing was sent: a certificate is verified before the request is.
          if (trustTheSystemToo(failure)) return send(left);
          throw failure;
        }),
      (failure) => readFailure(failure).temporary,
      context,
    );
    context.log.debug(`STS request id: ${answer.$metadata.requestId ?? "none"}`);
    return completeCredentials(answer.Credentials, input.endpoint);
  } catch (failure) {
    throw failure instanceof HelperError ? failure : failureError(failure, input);
  } finally {
    for (const client of clients) client.destroy();
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
