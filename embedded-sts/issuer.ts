// The two documents of the OIDC issuer, on GitLab's paths.
import type { IssuerKeys } from "./issuer-keys.ts";
import { jsonReply, type Reply } from "./replies.ts";

const DISCOVERY_PATH = "/.well-known/openid-configuration";
const KEYS_PATH = "/oauth/discovery/keys";

export interface Issuer {
  /** The `iss` of the tokens, for example `https://gitlab.example.com`. */
  readonly url: string;
  readonly keys: IssuerKeys;
}

/**
 * The document at `path`, or undefined when it is no path of the issuer. An issuer with a relative path
 * (`https://example.com/gitlab`) serves below that path as well as at the root.
 * @param baseUrl where this server can be reached, so that `jwks_uri` can be fetched whatever `iss` says
 */
export function issuerDocument(issuer: Issuer, path: string, baseUrl: string): Reply | undefined {
  const prefix = URL.canParse(issuer.url) ? new URL(issuer.url).pathname.replace(/\/$/, "") : "";
  const local = prefix !== "" && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  if (local === KEYS_PATH) return jsonReply(200, { keys: issuer.keys.published.map(({ jwk }) => jwk) });
  if (local === DISCOVERY_PATH) {
    return jsonReply(200, {
      issuer: issuer.url,
      jwks_uri: `${baseUrl}${KEYS_PATH}`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      scopes_supported: ["openid"],
      claims_supported: ["iss", "sub", "aud", "iat", "nbf", "exp", "jti"],
    });
  }
  return undefined;
}
