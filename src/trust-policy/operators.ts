// The table of condition operators that this tool evaluates, and the reading of an operator's name. Imports nothing.

/** How one value of the request is compared with one value of the policy. */
export interface StringComparison {
  readonly name: string;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  /** Whether `*` and `?` in the policy's value are wildcards. */
  readonly wildcards: boolean;
}

/** Source: IAM User Guide, reference_policies_elements_condition_operators, "String condition operators". */
export const STRING_COMPARISONS = [
  { name: "StringEquals", negated: false, ignoreCase: false, wildcards: false },
  { name: "StringNotEquals", negated: true, ignoreCase: false, wildcards: false },
  { name: "StringEqualsIgnoreCase", negated: false, ignoreCase: true, wildcards: false },
  { name: "StringNotEqualsIgnoreCase", negated: true, ignoreCase: true, wildcards: false },
  { name: "StringLike", negated: false, ignoreCase: false, wildcards: true },
  { name: "StringNotLike", negated: true, ignoreCase: false, wildcards: true },
] as const satisfies readonly StringComparison[];

/** Operators of AWS that compare something else than texts: a web identity has no such keys. */
const OTHER_AWS_OPERATOR =
  /^(Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))$/i;

export interface ConditionOperator {
  /** As written in the policy, for example `ForAnyValue:StringLikeIfExists`. */
  readonly name: string;
  readonly quantifier: "ForAnyValue" | "ForAllValues" | undefined;
  readonly ifExists: boolean;
  /** `Null` asks only whether the key is there. */
  readonly comparison: StringComparison | "Null";
}

export type ReadOperator =
  | { readonly ok: true; readonly operator: ConditionOperator }
  | { readonly ok: false; readonly code: "unknown-operator" | "unsupported-operator" };

/** Reads `[ForAnyValue:|ForAllValues:]NAME[IfExists]`; as in IAM, the case of the letters does not matter. */
export function readOperator(name: string): ReadOperator {
  const parts = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/i.exec(name);
  const base = parts?.[2]?.toLowerCase();
  if (parts === null || base === undefined) return { ok: false, code: "unknown-operator" };
  const quantifier =
    parts[1] === undefined
      ? undefined
      : parts[1].toLowerCase() === "foranyvalue"
        ? "ForAnyValue"
        : "ForAllValues";
  const ifExists = parts[3] !== undefined;
  if (base === "null") {
    // IAM knows no NullIfExists; a quantified Null has no documented meaning.
    if (ifExists) return { ok: false, code: "unknown-operator" };
    if (quantifier !== undefined) return { ok: false, code: "unsupported-operator" };
    return { ok: true, operator: { name, quantifier, ifExists, comparison: "Null" } };
  }
  const comparison = STRING_COMPARISONS.find((row) => row.name.toLowerCase() === base);
  if (comparison !== undefined) return { ok: true, operator: { name, quantifier, ifExists, comparison } };
  return { ok: false, code: OTHER_AWS_OPERATOR.test(base) ? "unsupported-operator" : "unknown-operator" };
}
