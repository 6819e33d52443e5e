// What a trust policy is once it has been read, and what a token shows of itself to it. Imports only types.
import type { ConditionOperator } from "./operators.ts";

/** A trust policy (`AssumeRolePolicyDocument`) of an IAM role. */
export interface TrustPolicy {
  /** `2008-10-17` is what IAM assumes when the element is absent; policy variables need `2012-10-17`. */
  readonly version: "2008-10-17" | "2012-10-17";
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly Principal[];
  /** As written: `sts:AssumeRoleWithWebIdentity`, `sts:*`, … */
  readonly actions: readonly string[];
  /** Every one of them must hold. */
  readonly conditions: readonly Condition[];
}

/** One entry of `Principal`. `"Principal": "*"` is type `*`, value `*`. */
export interface Principal {
  /** `Federated`, `AWS`, `Service`, `CanonicalUser` or `*`. */
  readonly type: string;
  readonly value: string;
}

/** One key below one operator of `Condition`. */
export interface Condition {
  readonly operator: ConditionOperator;
  /** As written, for example `gitlab.com:sub`. */
  readonly key: string;
  /** One of them is enough (with a negated operator: none may match). */
  readonly values: readonly string[];
}

/** Why a document is no trust policy that can be evaluated. Data: the caller words it, or prints `path: message`. */
export interface PolicyProblem {
  readonly code:
    | "not-json"
    | "wrong-type"
    | "missing-element"
    | "unknown-element"
    | "unsupported-element"
    | "bad-value"
    | "unknown-operator"
    | "unsupported-operator";
  /** Where, for example `Statement[1].Condition.StringLik`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
}

export type ParsedTrustPolicy =
  | { readonly ok: true; readonly policy: TrustPolicy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/** Who asks for what, as the trust policy sees it. */
export interface WebIdentityRequest {
  /** `arn:PARTITION:iam::ACCOUNT:oidc-provider/HOST[/PATH]` */
  readonly providerArn: string;
  /** The payload of the ID token; only `sub`, `aud`, `azp` and `amr` are looked at, as AWS does. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** For the key `sts:RoleSessionName`; absent when it is not known. */
  readonly roleSessionName?: string;
  /** Default `sts:AssumeRoleWithWebIdentity`. */
  readonly action?: string;
}
