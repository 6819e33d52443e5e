// Evaluates one condition of a trust policy, and says why it does or does not hold.
import { type KeyLookup, lookUpKey, type MissingKey } from "./context-keys.ts";
import type { StringComparison } from "./operators.ts";
import type { Condition, TrustPolicy, WebIdentityRequest } from "./types.ts";
import { patternOfValue } from "./value-pattern.ts";
import { matchesPattern } from "./wildcard.ts";

/** What became of one condition: enough to print "sub is X, policy wants Y". */
export interface ConditionResult {
  readonly holds: boolean;
  /** As written, for example `StringLike`. */
  readonly operator: string;
  /** As written, for example `gitlab.com:sub`. */
  readonly key: string;
  /** The values of the policy, as written. */
  readonly expected: readonly string[];
  /** Whether the expected values are those that must not match. */
  readonly negated: boolean;
  /** The values of the request; undefined when it has no such key. */
  readonly actual: readonly string[] | undefined;
  /** Why there is no actual value. */
  readonly missing: MissingKey | undefined;
  /** Policy variables in `expected` that have no value here; a value with one of them matches nothing. */
  readonly unresolved: readonly string[];
}

/**
 * Evaluates one condition.
 *
 * A missing key: false; true with a negated operator, with `IfExists` and with `ForAllValues:`; false with `ForAnyValue:`.
 * Several values in the request (an `aud` that is a list) without `ForAnyValue:`/`ForAllValues:` are read as AWS's
 * negations suggest: one match is enough, and for a negated operator none may match. AWS does not document that case.
 * Source: IAM User Guide, reference_policies_elements_condition_operators, reference_policies_condition-single-vs-multi-valued-context-keys.
 */
export function evaluateCondition(
  condition: Condition,
  request: WebIdentityRequest,
  version: TrustPolicy["version"],
): ConditionResult {
  const lookup = lookUpKey(request, condition.key);
  const { comparison } = condition.operator;
  const actual = "values" in lookup ? lookup.values : undefined;
  const base = {
    operator: condition.operator.name,
    key: condition.key,
    expected: condition.values,
    actual,
    missing: "missing" in lookup ? lookup.missing : undefined,
  };
  if (comparison === "Null") {
    const wanted = actual === undefined ? "true" : "false";
    const holds = condition.values.some((value) => value.toLowerCase() === wanted);
    return { ...base, holds, negated: false, unresolved: [] };
  }
  const { matches, unresolved } = valueMatcher(condition, comparison, version);
  const holds = holdsForValues(condition, comparison, lookup, matches);
  return { ...base, holds, negated: comparison.negated, unresolved };
}

function holdsForValues(
  { operator }: Condition,
  { negated }: StringComparison,
  lookup: KeyLookup,
  matches: (text: string) => boolean,
): boolean {
  if (!("values" in lookup)) {
    if (operator.ifExists || operator.quantifier === "ForAllValues") return true;
    return negated && operator.quantifier === undefined;
  }
  const passes = (text: string): boolean => matches(text) !== negated;
  if (operator.quantifier === "ForAllValues") return lookup.values.every(passes);
  if (operator.quantifier === "ForAnyValue") return lookup.values.some(passes);
  return negated ? lookup.values.every(passes) : lookup.values.some(passes);
}

/** Tells whether a text matches at least one value of the condition. */
function valueMatcher(
  condition: Condition,
  comparison: StringComparison,
  version: TrustPolicy["version"],
): { readonly matches: (text: string) => boolean; readonly unresolved: readonly string[] } {
  const fold = (text: string): string => (comparison.ignoreCase ? text.toLowerCase() : text);
  const rules = { wildcards: comparison.wildcards, variables: version === "2012-10-17" };
  const values = condition.values.map((value) => patternOfValue(fold(value), rules));
  const patterns = values.filter((value) => value.unresolved.length === 0).map((value) => value.pattern);
  return {
    matches: (text) => patterns.some((pattern) => matchesPattern(pattern, fold(text))),
    unresolved: condition.values.flatMap((value) => patternOfValue(value, rules).unresolved),
  };
}
