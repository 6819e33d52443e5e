// From JSON to a typed trust policy, or to the list of everything that is wrong with it.
import { parseCondition } from "./parse-condition.ts";
import { isObject, ProblemList, textList } from "./problem-list.ts";
import type { ParsedTrustPolicy, Principal, Statement } from "./types.ts";

/**
 * Reads the JSON text of a trust policy. Never throws: a text that is no JSON is a problem like any other.
 * A policy out of the IAM API is URL-encoded: decode it first.
 */
export function parseTrustPolicy(json: string): ParsedTrustPolicy {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [{ code: "not-json", path: "", message }] };
  }
  return readTrustPolicy(document);
}

/**
 * Reads a trust policy that is an object already. Never throws.
 * Source of the grammar: IAM User Guide, reference_policies_grammar; a trust policy must have a principal and must not
 * have a resource (IAM: "Has prohibited field Resource").
 */
export function readTrustPolicy(document: unknown): ParsedTrustPolicy {
  const problems = new ProblemList();
  const statements: Statement[] = [];
  let version: "2008-10-17" | "2012-10-17" = "2008-10-17";
  if (!isObject(document)) {
    problems.add("wrong-type", "", "a policy is a JSON object");
    return { ok: false, problems: problems.list };
  }
  problems.addUnknownElements(document, "", ["Version", "Id", "Statement"]);
  const written = document["Version"];
  if (written === "2012-10-17" || written === "2008-10-17") version = written;
  else if (written !== undefined) {
    problems.add("bad-value", "Version", 'Version is "2012-10-17" or "2008-10-17"');
  }
  const statement = document["Statement"];
  if (statement === undefined) problems.add("missing-element", "Statement", "a policy has a Statement");
  else if (Array.isArray(statement)) {
    if (statement.length === 0) problems.add("bad-value", "Statement", "a policy has at least one statement");
    for (const [index, entry] of statement.entries()) {
      statements.push(...readStatement(entry, `Statement[${index}]`, problems));
    }
  } else {
    statements.push(...readStatement(statement, "Statement", problems));
  }
  return problems.list.length > 0
    ? { ok: false, problems: problems.list }
    : { ok: true, policy: { version, statements } };
}

/** None when the statement has a problem: then the policy as a whole is refused. */
function readStatement(entry: unknown, path: string, problems: ProblemList): Statement[] {
  if (!isObject(entry)) {
    problems.add("wrong-type", path, "a statement is a JSON object");
    return [];
  }
  for (const name of ["Resource", "NotResource"]) {
    if (Object.hasOwn(entry, name)) {
      problems.add("unknown-element", `${path}.${name}`, `a trust policy has no ${name}`);
    }
  }
  for (const name of ["NotPrincipal", "NotAction"]) {
    if (Object.hasOwn(entry, name)) {
      problems.add("unsupported-element", `${path}.${name}`, `${name} cannot be evaluated`);
    }
  }
  const known = ["Sid", "Effect", "Principal", "Action", "Condition"];
  problems.addUnknownElements(entry, path, [
    ...known,
    "Resource",
    "NotResource",
    "NotPrincipal",
    "NotAction",
  ]);
  const sid = entry["Sid"];
  if (sid !== undefined && typeof sid !== "string") {
    problems.add("wrong-type", `${path}.Sid`, "Sid is a text");
  }
  const effect = entry["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    const code = effect === undefined ? "missing-element" : "bad-value";
    problems.add(code, `${path}.Effect`, "Effect is Allow or Deny");
  }
  const principals = readPrincipals(entry, path, problems);
  const actions = readActions(entry, path, problems);
  const conditions = parseCondition(entry["Condition"], `${path}.Condition`, problems);
  if (effect !== "Allow" && effect !== "Deny") return [];
  return [{ sid: typeof sid === "string" ? sid : undefined, effect, principals, actions, conditions }];
}

function readActions(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  problems: ProblemList,
): readonly string[] {
  const action = entry["Action"];
  if (action === undefined) {
    if (!Object.hasOwn(entry, "NotAction")) {
      problems.add("missing-element", `${path}.Action`, "a statement has an Action");
    }
    return [];
  }
  return textList(action, `${path}.Action`, problems);
}

function readPrincipals(
  entry: Readonly<Record<string, unknown>>,
  path: string,
  problems: ProblemList,
): readonly Principal[] {
  const principal = entry["Principal"];
  const here = `${path}.Principal`;
  if (principal === "*") return [{ type: "*", value: "*" }];
  if (principal === undefined) {
    if (!Object.hasOwn(entry, "NotPrincipal")) {
      problems.add("missing-element", here, "a statement of a trust policy has a Principal");
    }
    return [];
  }
  if (!isObject(principal)) {
    problems.add(
      "wrong-type",
      here,
      'Principal is an object such as {"Federated": "<provider ARN>"}, or "*"',
    );
    return [];
  }
  problems.addUnknownElements(principal, here, ["Federated", "AWS", "Service", "CanonicalUser"]);
  return Object.entries(principal).flatMap(([type, values]) =>
    textList(values, `${here}.${type}`, problems).map((value) => ({ type, value })),
  );
}
