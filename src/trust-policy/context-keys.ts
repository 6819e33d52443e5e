// What a trust policy can see of a web-identity request: the condition keys and their values.
import type { WebIdentityRequest } from "./types.ts";

/** Why a request has no value for a condition key. */
export type MissingKey =
  /** The provider's key, but the token lacks the claim. */
  | "claim-not-in-token"
  /** The token may well have the claim, but AWS shows a trust policy only `sub`, `aud` and `amr`. */
  | "claim-not-visible-to-aws"
  /** A key of an OIDC provider or AWS service that this request does not come with. */
  | "key-of-something-else";

export type KeyLookup = { readonly values: readonly string[] } | { readonly missing: MissingKey };

const VISIBLE_CLAIMS = ["sub", "aud", "amr"] as const;

/** `HOST[/PATH]` of a provider's ARN: the prefix of its condition keys. Empty when the ARN is none of a provider. */
export function providerKeyPrefix(providerArn: string): string {
  const marker = ":oidc-provider/";
  const start = providerArn.indexOf(marker);
  return start < 0 ? "" : providerArn.slice(start + marker.length);
}

/**
 * Looks a condition key up in a request. Names of keys are case-insensitive.
 * `aud` is the claim `azp` where a token has one.
 * Source: IAM User Guide, reference_policies_iam-condition-keys, "Available keys for AWS OIDC federation".
 */
export function lookUpKey(request: WebIdentityRequest, key: string): KeyLookup {
  const wanted = key.toLowerCase();
  if (wanted === "sts:rolesessionname" && request.roleSessionName !== undefined) {
    return { values: [request.roleSessionName] };
  }
  const prefix = `${providerKeyPrefix(request.providerArn)}:`.toLowerCase();
  if (prefix === ":" || !wanted.startsWith(prefix)) return { missing: "key-of-something-else" };
  const claim = VISIBLE_CLAIMS.find((name) => name === wanted.slice(prefix.length));
  if (claim === undefined) return { missing: "claim-not-visible-to-aws" };
  const values =
    claim === "aud"
      ? (claimValues(request, "azp") ?? claimValues(request, "aud"))
      : claimValues(request, claim);
  return values === undefined ? { missing: "claim-not-in-token" } : { values };
}

/** The texts of a claim that is a text or a list of texts; undefined when there are none. */
function claimValues(request: WebIdentityRequest, claim: string): readonly string[] | undefined {
  const value = request.claims[claim];
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = entries.filter((entry) => typeof entry === "string");
  return texts.length === 0 ? undefined : texts;
}
