// The URL of the STS endpoint.
import type { Flags } from "../arguments/flag-spec.ts";
import type { Environment } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { STS_ENDPOINT } from "./inputs.ts";
import type { Place } from "./region.ts";
import { describeOrigin, given, type Resolved, valueError } from "./resolved.ts";

/**
 * The given endpoint, else the regional one, which answers for every region and gives tokens valid in all of them.
 * @throws HelperError (exit code 3) for what is not an http or https URL
 */
export function resolveEndpoint(flags: Flags, env: Environment, place: Place): Resolved<string> {
  const endpoint = given(flags, env, STS_ENDPOINT);
  if (endpoint === undefined)
    return {
      value: `https://sts.${place.region.value}.${place.dnsSuffix}`,
      origin: { kind: "derived", from: "the region" },
    };
  const url = URL.canParse(endpoint.value) ? new URL(endpoint.value) : undefined;
  // The value is not shown here: it may hold a password.
  if (endpoint.value.includes("@"))
    throw new HelperError(
      EXIT.VALUE,
      `${describeOrigin(endpoint.origin)}: an STS endpoint takes no user name and password`,
    );
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "")
    throw valueError(
      endpoint,
      "is not the URL of an STS endpoint, such as https://sts.eu-central-1.amazonaws.com",
    );
  return endpoint;
}
