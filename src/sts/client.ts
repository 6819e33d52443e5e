// The STS client for one unsigned call, with everything explicit: no config files, no credentials, no look-up of a region.
import { STSClient } from "@aws-sdk/client-sts";
import { type Context, variable } from "../context.ts";
import { certificateAuthorities } from "./certificate-authorities.ts";
import { createHandler } from "./handler.ts";
import { proxyFor } from "./proxy.ts";

/** @throws HelperError (exit code 7) when the CA bundle cannot be read, (3) for an unusable proxy URL */
export async function createClient(
  { region, endpoint }: { region: string; endpoint: string },
  { env, log }: Context,
): Promise<STSClient> {
  const url = new URL(endpoint);
  // The SDK knows neither HTTPS_PROXY nor AWS_CA_BUNDLE; the Go tool did, and runners behind a proxy rely on them.
  const ca = url.protocol === "https:" ? certificateAuthorities(env) : undefined;
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
