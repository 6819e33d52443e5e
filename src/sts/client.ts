// The STS client for one unsigned call, with everything explicit: no config files, no credentials, no look-up of a region.
import { STSClient } from "@aws-sdk/client-sts";
import { type Context, variable } from "../context.ts";
import { createHandler } from "./handler.ts";
import { proxyFor } from "./proxy.ts";

/**
 * @param ca PEM text of the certificate authorities to trust instead of the runtime's own
 * @throws HelperError (exit code 3) for an unusable proxy URL
 */
export function createClient(
  { region, endpoint }: { region: string; endpoint: string },
  ca: string | undefined,
  { env, log }: Context,
): STSClient {
  const url = new URL(endpoint);
  // The SDK does not know HTTPS_PROXY; the Go tool did, and runners behind a proxy rely on it.
  const proxy = proxyFor(url, env);
  if (proxy !== undefined) log.debug(`proxy: ${proxy.host}`);
  return new STSClient({
    region,
    endpoint,
    // Attempts are counted in `retry.ts`, which also knows the answers that the SDK does not take for temporary.
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "legacy",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    // Left out, each of these makes the SDK read the AWS files of the machine.
    credentials: unsigned,
    authSchemePreference: [],
    sigv4aSigningRegionSet: [],
    userAgentAppId: variable(env, "AWS_SDK_UA_APP_ID") ?? "",
    requestHandler: createHandler({ proxy, ca }),
  });
}

/** AssumeRoleWithWebIdentity is not signed: the token in it is what proves who asks. */
async function unsigned(): Promise<never> {
  throw new Error("this call needs no credentials");
}
