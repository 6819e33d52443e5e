// The Condition element of a statement: operators, keys and values.
import { type ConditionOperator, readOperator } from "./operators.ts";
import { isObject, type ProblemList } from "./problem-list.ts";
import type { Condition } from "./types.ts";

/** The conditions in the order in which they are written; what is wrong goes to `problems`. */
export function parseCondition(element: unknown, path: string, problems: ProblemList): readonly Condition[] {
  if (element === undefined) return [];
  if (!isObject(element)) {
    problems.add("wrong-type", path, 'Condition is an object such as {"StringEquals": {"<key>": "<value>"}}');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [name, block] of Object.entries(element)) {
    const here = `${path}.${name}`;
    const read = readOperator(name);
    if (!read.ok) {
      const message =
        read.code === "unsupported-operator"
          ? `the operator ${name} cannot be evaluated here: only the String operators and Null`
          : `there is no condition operator ${name}`;
      problems.add(read.code, here, message);
    } else if (!isObject(block)) {
      problems.add("wrong-type", here, "an operator holds an object of keys and values");
    } else {
      for (const [key, written] of Object.entries(block)) {
        const values = readValues(written, read.operator, `${here}.${key}`, problems);
        conditions.push({ operator: read.operator, key, values });
      }
    }
  }
  return conditions;
}

/** IAM takes numbers and booleans for texts: `"Null": {"gitlab.com:sub": false}`. */
function readValues(
  written: unknown,
  operator: ConditionOperator,
  path: string,
  problems: ProblemList,
): readonly string[] {
  const entries: readonly unknown[] = Array.isArray(written) ? written : [written];
  const values: string[] = [];
  for (const entry of entries) {
    if (typeof entry === "string" || typeof entry === "number" || typeof entry === "boolean") {
      values.push(String(entry));
    } else {
      problems.add("wrong-type", path, "a condition value is a text, or a list of texts");
    }
  }
  if (entries.length === 0) problems.add("bad-value", path, "a condition needs at least one value");
  if (operator.comparison === "Null" && values.some((value) => !/^(true|false)$/i.test(value))) {
    problems.add("bad-value", path, "the values of Null are true and false");
  }
  return values;
}
