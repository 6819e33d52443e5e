// How the tests talk to an embedded STS: the real SDK client, and bare HTTP.

import type { TestContext } from "node:test";
import { AssumeRoleWithWebIdentityCommand, type Credentials, STSClient } from "@aws-sdk/client-sts";
import { type EmbeddedSts, type EmbeddedStsOptions, startEmbeddedSts } from "../../embedded-sts/start.ts";

// Keeps the SDK's note about old Node versions out of the output of the tests.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** An STS that lives as long as the test. */
export async function startFor(t: TestContext, options?: EmbeddedStsOptions): Promise<EmbeddedSts> {
  const sts = await startEmbeddedSts(options);
  t.after(() => sts.close());
  return sts;
}

export function sdkClient(sts: EmbeddedSts, credentials?: Credentials, maxAttempts = 1): STSClient {
  return new STSClient({
    region: "us-east-1",
    endpoint: sts.url,
    maxAttempts,
    credentials: {
      accessKeyId: credentials?.AccessKeyId ?? "unused",
      secretAccessKey: credentials?.SecretAccessKey ?? "unused",
      ...(credentials?.SessionToken !== undefined && { sessionToken: credentials.SessionToken }),
    },
  });
}

export interface Asking {
  readonly roleArn?: string;
  readonly session?: string;
  readonly token?: string;
  readonly duration?: number;
  readonly maxAttempts?: number;
}

/** AssumeRoleWithWebIdentity through the SDK; what is not given is right. */
export async function assume(sts: EmbeddedSts, asking: Asking = {}) {
  const command = new AssumeRoleWithWebIdentityCommand({
    RoleArn: asking.roleArn ?? sts.roleArn,
    RoleSessionName: asking.session ?? "session",
    WebIdentityToken: asking.token ?? (await sts.signIdToken()),
    ...(asking.duration !== undefined && { DurationSeconds: asking.duration }),
  });
  return sdkClient(sts, undefined, asking.maxAttempts).send(command);
}

/** `NAME: message` of the error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return "no failure";
}

/** A bare POST with a form. */
export function post(sts: EmbeddedSts, form: Record<string, string>): Promise<Response> {
  return fetch(`${sts.url}/`, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
}

/** The form of a proper call. */
export async function properForm(sts: EmbeddedSts): Promise<Record<string, string>> {
  return {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: sts.roleArn,
    RoleSessionName: "session",
    WebIdentityToken: await sts.signIdToken(),
  };
}

/** The JSON of a reply, taken at the caller's word for its shape: what is read of it is asserted on. */
export async function jsonOf<Shape>(response: Response): Promise<Shape> {
  return (await response.json()) as Shape;
}
