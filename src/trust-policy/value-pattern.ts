// From a value as written in a policy to a pattern: wildcards and policy variables.
import { ANY_ONE, ANY_RUN, type PatternStep } from "./wildcard.ts";

export interface PatternRules {
  /** Whether `*` and `?` are wildcards (StringLike, Action) or literal characters (StringEquals). */
  readonly wildcards: boolean;
  /** Whether `${…}` is special: only in policies of Version 2012-10-17. */
  readonly variables: boolean;
}

/** The names of the three variables that stand for themselves: `${*}` is a literal `*`. */
const LITERALS: ReadonlySet<string> = new Set(["*", "?", "$"]);

/**
 * The pattern of one policy value.
 *
 * A variable other than `${*}`, `${?}` and `${$}` (such as `${aws:PrincipalTag/team}`) has no value here: it comes back
 * in `unresolved`, and a value that holds one matches nothing.
 * Source: IAM User Guide, "Policy variables" (reference_policies_variables), "String condition operators".
 */
export function patternOfValue(
  value: string,
  rules: PatternRules,
): { readonly pattern: readonly PatternStep[]; readonly unresolved: readonly string[] } {
  const pattern: PatternStep[] = [];
  const unresolved: string[] = [];
  const pieces = value.matchAll(rules.variables ? /\$\{([^}]*)\}|./gsu : /./gsu);
  for (const [text, variable] of pieces) {
    if (variable !== undefined) {
      if (LITERALS.has(variable)) pattern.push(variable);
      else unresolved.push(text);
    } else if (rules.wildcards && text === "*") {
      pattern.push(ANY_RUN);
    } else if (rules.wildcards && text === "?") {
      pattern.push(ANY_ONE);
    } else {
      pattern.push(text);
    }
  }
  return { pattern, unresolved };
}
