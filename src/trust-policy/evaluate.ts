// The decision of a trust policy about a web-identity request, with the reasons as data.
import { type ConditionResult, evaluateCondition } from "./conditions.ts";
import type { Statement, TrustPolicy, WebIdentityRequest } from "./types.ts";
import { patternOfValue } from "./value-pattern.ts";
import { matchesPattern } from "./wildcard.ts";

const DEFAULT_ACTION = "sts:AssumeRoleWithWebIdentity";

/** Whether one element of a statement fits the request. */
export interface ElementResult {
  readonly matches: boolean;
  readonly expected: readonly string[];
  readonly actual: string;
}

export interface StatementResult {
  /** Position in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  /** Principal, action and every condition fit. */
  readonly applies: boolean;
  readonly principal: ElementResult;
  readonly action: ElementResult;
  /** All of them, also those that hold. */
  readonly conditions: readonly ConditionResult[];
}

export interface TrustDecision {
  readonly allowed: boolean;
  /** `not-allowed`: no Allow statement applies. `explicit-deny`: a Deny statement does, and wins. */
  readonly reason: "allowed" | "explicit-deny" | "not-allowed";
  readonly statements: readonly StatementResult[];
}

/**
 * Decides as IAM does whether a web identity may assume the role: at least one Allow statement applies and no Deny.
 * Pure; the token's signature, audience and times are not looked at.
 * Source: IAM User Guide, reference_policies_evaluation-logic.
 */
export function evaluateTrustPolicy(policy: TrustPolicy, request: WebIdentityRequest): TrustDecision {
  const statements = policy.statements.map((statement, index) =>
    evaluateStatement(statement, index, request, policy.version),
  );
  const denied = statements.some(({ applies, effect }) => applies && effect === "Deny");
  const allowed = !denied && statements.some(({ applies, effect }) => applies && effect === "Allow");
  return { allowed, reason: denied ? "explicit-deny" : allowed ? "allowed" : "not-allowed", statements };
}

function evaluateStatement(
  statement: Statement,
  index: number,
  request: WebIdentityRequest,
  version: TrustPolicy["version"],
): StatementResult {
  const principal = evaluatePrincipal(statement, request);
  const action = evaluateAction(statement, request.action ?? DEFAULT_ACTION);
  const conditions = statement.conditions.map((condition) => evaluateCondition(condition, request, version));
  const applies = principal.matches && action.matches && conditions.every(({ holds }) => holds);
  return { index, sid: statement.sid, effect: statement.effect, applies, principal, action, conditions };
}

/** A federated principal is the provider's ARN, letter by letter: no wildcards. `"Principal": "*"` is everybody. */
function evaluatePrincipal({ principals }: Statement, { providerArn }: WebIdentityRequest): ElementResult {
  return {
    matches: principals.some(
      ({ type, value }) => type === "*" || (type === "Federated" && value === providerArn),
    ),
    expected: principals.map(({ type, value }) => (type === "*" ? "*" : `${type}: ${value}`)),
    actual: `Federated: ${providerArn}`,
  };
}

/** Action names are case-insensitive and take `*` and `?`. */
function evaluateAction({ actions }: Statement, action: string): ElementResult {
  const rules = { wildcards: true, variables: false };
  const matches = actions.some((written) =>
    matchesPattern(patternOfValue(written.toLowerCase(), rules).pattern, action.toLowerCase()),
  );
  return { matches, expected: actions, actual: action };
}
