// The STS client for one unsigned call, with everything explicit: no config files, no credentials, no look-up of a region.
import { STSClient } from "@aws-sdk/client-sts";
import type { Context } from "../context.ts";
import { certificateAuthorities } from "./certificate-authorities.ts";
import { proxyFor } from "./proxy.ts";

/** Milliseconds. */
const CONNECT_LIMIT = 5_000;
const REQUEST_LIMIT = 10_000;

/** @throws HelperError (exit code 7) when the CA bundle cannot be read, (3) for an unusable proxy URL */
export async function createClient(
  { region, endpoint }: { region: string; endpoint: string },
  context: Context,
): Promise<STSClient> {
  const url = new URL(endpoint);
  return new STSClient({
    region,
    endpoint,
    // Attempts are counted in `retry.ts`, which also knows the answers that the SDK does not take for temporary.
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "legacy",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    requestHandler: {
      connectionTimeout: CONNECT_LIMIT,
      requestTimeout: REQUEST_LIMIT,
      throwOnRequestTimeout: true,
      ...(await agents(url, context)),
    },
  });
}

/** The SDK knows neither HTTPS_PROXY nor AWS_CA_BUNDLE; the Go tool did, and runners behind a proxy rely on them. */
async function agents(url: URL, { env, log }: Context): Promise<object> {
  const ca = url.protocol === "https:" ? await certificateAuthorities(env) : undefined;
  const proxy = proxyFor(url, env);
  if (proxy !== undefined) {
    const { HttpsProxyAgent } = await import("https-proxy-agent");
    log.debug(`proxy: ${proxy.host}`);
    const agent = new HttpsProxyAgent(proxy, ca === undefined ? {} : { ca });
    return { httpAgent: agent, httpsAgent: agent };
  }
  if (ca === undefined) return {};
  return { httpsAgent: { ca } };
}
