// A provider, a token and small policies for the tests of the trust-policy evaluation.
import assert from "node:assert/strict";
import { evaluateTrustPolicy, type TrustDecision } from "../../src/trust-policy/evaluate.ts";
import { readTrustPolicy } from "../../src/trust-policy/parse.ts";
import type { TrustPolicy, WebIdentityRequest } from "../../src/trust-policy/types.ts";

export const PROVIDER = "arn:aws:iam::123456789012:oidc-provider/gitlab.com";
export const SUB = "project_path:g/p:ref_type:branch:ref:main";

export const TOKEN: WebIdentityRequest = {
  providerArn: PROVIDER,
  claims: { sub: SUB, aud: "https://gitlab.com", project_id: "20", ref_protected: "true" },
};

export const ALLOW = {
  Effect: "Allow",
  Principal: { Federated: PROVIDER },
  Action: "sts:AssumeRoleWithWebIdentity",
};

/** The policy, which must be one without problems. */
export function policyOf(document: unknown): TrustPolicy {
  const parsed = readTrustPolicy(document);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.policy;
}

/** The decision of a policy with the given statements. */
export function decide(
  statements: unknown,
  request: WebIdentityRequest = TOKEN,
  version = "2012-10-17",
): TrustDecision {
  return evaluateTrustPolicy(policyOf({ Version: version, Statement: statements }), request);
}

/** Whether one Allow statement with this Condition lets the token in. */
export function holds(
  condition: object,
  claims: WebIdentityRequest["claims"] = TOKEN.claims,
  version?: string,
): boolean {
  return decide({ ...ALLOW, Condition: condition }, { ...TOKEN, claims }, version).allowed;
}
