// Why AWS says no, and what to change: one row a refusal. Texts of AWS are matched loosely, their spacing has changed before.
// https://docs.gitlab.com/ci/cloud_services/aws/#troubleshooting and AWS re:Post "InvalidIdentityToken"
import type { IdTokenClaims } from "../id-token/claims.ts";
import { VERIFICATION_KEY } from "./failure.ts";

export interface RefusedRequest {
  readonly roleArn: string;
  readonly durationSeconds: number;
  readonly claims: IdTokenClaims;
}

interface Refusal {
  readonly code: string;
  readonly message?: RegExp;
  remedy(request: RefusedRequest): string;
}

const account = (roleArn: string): string => roleArn.split(":")[4] ?? "";
const claim = (value: unknown): string => (value === undefined ? "(none)" : JSON.stringify(value));

const REFUSALS: readonly Refusal[] = [
  {
    code: "AccessDenied",
    remedy: ({ roleArn, claims }) =>
      `Either ${roleArn} does not exist, or its trust policy does not allow this token: sub ${claim(claims.sub)}, aud ${claim(claims.aud)}, iss ${claim(claims.iss)}. Compare them with the policy's conditions; with * in a value the operator must be StringLike.`,
  },
  {
    code: "InvalidIdentityToken",
    message: /audience/i,
    remedy: ({ claims }) =>
      `The token's aud is ${claim(claims.aud)}. Make aud: under id_tokens: equal, character by character, to a client ID (audience) of the IAM identity provider.`,
  },
  {
    code: "InvalidIdentityToken",
    message: /no openidconnect provider/i,
    remedy: ({ roleArn, claims }) =>
      `Create an IAM OIDC identity provider with the URL ${claim(claims.iss)} in account ${account(roleArn)}, or correct the account id.`,
  },
  {
    code: "InvalidIdentityToken",
    message: VERIFICATION_KEY,
    remedy: ({ claims }) =>
      `AWS could not fetch ${claims.iss === undefined ? "the issuer's /.well-known/openid-configuration" : claim(`${claims.iss}/.well-known/openid-configuration`)} or the keys it names: they must be public and quick to answer. It is often temporary: run the job again.`,
  },
  {
    code: "InvalidIdentityToken",
    message: /thumbprint/i,
    remedy: () =>
      "Update the thumbprint list of the IAM identity provider: the instance's certificate chain has changed.",
  },
  {
    code: "InvalidIdentityToken",
    message: /missing a required claim/i,
    remedy: () =>
      "The token is no ID token of an id_tokens: entry with an aud:. CI_JOB_JWT was removed in GitLab 17.",
  },
  {
    code: "InvalidIdentityToken",
    remedy: ({ claims }) =>
      `Check that the IAM identity provider's URL is exactly ${claim(claims.iss)} and that AWS can reach it.`,
  },
  {
    code: "ExpiredTokenException",
    remedy: () =>
      "An ID token lives as long as the job's timeout, or 5 minutes without one: raise the job's timeout, or log in earlier in the job.",
  },
  {
    code: "ValidationError",
    message: /durationseconds|maxsessionduration/i,
    remedy: ({ durationSeconds }) =>
      `${durationSeconds} seconds were asked for: lower --duration-seconds, or raise the role's MaxSessionDuration.`,
  },
  {
    code: "ValidationError",
    message: /arn/i,
    remedy: ({ roleArn }) => `The role asked for is ${roleArn}: check account, partition and role name.`,
  },
  {
    code: "RegionDisabledException",
    remedy: () =>
      "Use another --region, or activate STS for this region in the IAM console's account settings.",
  },
  {
    code: "IDPRejectedClaim",
    remedy: () => "The identity provider has revoked or rejected the token: run the job again.",
  },
  {
    code: "IDPCommunicationError",
    remedy: () => "AWS could not reach the identity provider: run the job again.",
  },
  {
    code: "PackedPolicyTooLarge",
    remedy: () => "The session's policies and tags are too large for AWS: make them smaller.",
  },
];

/** What to change, for a refusal that is known. */
export function remedyFor(code: string, message: string, request: RefusedRequest): string | undefined {
  const row = REFUSALS.find((refusal) => refusal.code === code && (refusal.message?.test(message) ?? true));
  return row?.remedy(request);
}
