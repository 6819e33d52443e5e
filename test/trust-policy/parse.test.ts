// What is no trust policy, and where the reader says it goes wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseTrustPolicy, readTrustPolicy } from "../../src/trust-policy/parse.ts";
import { ALLOW, policyOf } from "./samples.ts";

/** Code and path of every problem. */
function problemsOf(document: unknown): readonly string[] {
  const parsed = readTrustPolicy(document);
  return parsed.ok ? [] : parsed.problems.map(({ code, path }) => `${code} ${path}`);
}

const statement = (change: object) => ({ Statement: [{ ...ALLOW, ...change }] });
const like = (values: unknown) => statement({ Condition: { StringLike: { "gitlab.com:sub": values } } });

const WRONG: readonly (readonly [what: string, document: unknown, problem: string])[] = [
  ["a list", [], "wrong-type "],
  ["null", null, "wrong-type "],
  ["no statement", { Version: "2012-10-17" }, "missing-element Statement"],
  ["an empty list of statements", { Statement: [] }, "bad-value Statement"],
  ["a statement that is a text", { Statement: ["x"] }, "wrong-type Statement[0]"],
  ["an unknown version", { Version: "2020-01-01", Statement: ALLOW }, "bad-value Version"],
  ["an element in the wrong case", { statement: ALLOW, Statement: ALLOW }, "unknown-element statement"],
  ["a misspelt element", statement({ Conditon: {} }), "unknown-element Statement[0].Conditon"],
  ["a resource", statement({ Resource: "*" }), "unknown-element Statement[0].Resource"],
  ["NotPrincipal", statement({ NotPrincipal: {} }), "unsupported-element Statement[0].NotPrincipal"],
  ["NotAction", statement({ NotAction: "*" }), "unsupported-element Statement[0].NotAction"],
  ["no effect", statement({ Effect: undefined }), "missing-element Statement[0].Effect"],
  ["another effect", statement({ Effect: "allow" }), "bad-value Statement[0].Effect"],
  ["no principal", statement({ Principal: undefined }), "missing-element Statement[0].Principal"],
  ["a principal that is an ARN", statement({ Principal: "arn" }), "wrong-type Statement[0].Principal"],
  [
    "an unknown principal type",
    statement({ Principal: { Oidc: "x" } }),
    "unknown-element Statement[0].Principal.Oidc",
  ],
  [
    "a principal that is a number",
    statement({ Principal: { Federated: 1 } }),
    "wrong-type Statement[0].Principal.Federated",
  ],
  ["no action", statement({ Action: undefined }), "missing-element Statement[0].Action"],
  ["an action that is a number", statement({ Action: [1] }), "wrong-type Statement[0].Action"],
  ["a Sid that is a number", statement({ Sid: 1 }), "wrong-type Statement[0].Sid"],
  ["a condition that is a list", statement({ Condition: [] }), "wrong-type Statement[0].Condition"],
  [
    "an operator without keys",
    statement({ Condition: { StringLike: "x" } }),
    "wrong-type Statement[0].Condition.StringLike",
  ],
  [
    "an unknown operator",
    statement({ Condition: { StringLik: {} } }),
    "unknown-operator Statement[0].Condition.StringLik",
  ],
  [
    "an operator for addresses",
    statement({ Condition: { IpAddress: {} } }),
    "unsupported-operator Statement[0].Condition.IpAddress",
  ],
  [
    "an operator for numbers, IfExists",
    statement({ Condition: { NumericLessThanIfExists: {} } }),
    "unsupported-operator Statement[0].Condition.NumericLessThanIfExists",
  ],
  [
    "an unknown quantifier",
    statement({ Condition: { "ForSome:StringLike": {} } }),
    "unknown-operator Statement[0].Condition.ForSome:StringLike",
  ],
  [
    "NullIfExists",
    statement({ Condition: { NullIfExists: {} } }),
    "unknown-operator Statement[0].Condition.NullIfExists",
  ],
  [
    "Null with another text",
    statement({ Condition: { Null: { k: "yes" } } }),
    "bad-value Statement[0].Condition.Null.k",
  ],
  [
    "a condition value that is an object",
    like({}),
    "wrong-type Statement[0].Condition.StringLike.gitlab.com:sub",
  ],
  ["a condition without a value", like([]), "bad-value Statement[0].Condition.StringLike.gitlab.com:sub"],
];

for (const [what, document, problem] of WRONG) {
  test(`${what}: ${problem}`, () => {
    assert.deepEqual(problemsOf(document), [problem]);
  });
}

test("all problems are reported at once", () => {
  assert.equal(problemsOf({ Statement: [{}, { ...ALLOW, Resource: "*" }] }).length, 4);
});

test("a misspelt element gets a hint when only the case is wrong", () => {
  const parsed = readTrustPolicy(statement({ effect: "Allow" }));
  assert.ok(!parsed.ok);
  assert.match(parsed.problems[0]?.message ?? "", /did you mean Effect/);
});

test("a text that is no JSON is a problem, not an exception", () => {
  const parsed = parseTrustPolicy("{");
  assert.ok(!parsed.ok);
  assert.equal(parsed.problems[0]?.code, "not-json");
});

test("one statement and one action may stand without a list; numbers and booleans are texts", () => {
  const policy = policyOf({ Statement: { ...ALLOW, Condition: { StringEquals: { k: [1, true, "x"] } } } });
  assert.equal(policy.version, "2008-10-17");
  assert.deepEqual(policy.statements[0]?.actions, ["sts:AssumeRoleWithWebIdentity"]);
  assert.deepEqual(policy.statements[0]?.conditions[0]?.values, ["1", "true", "x"]);
});

test("no JSON value makes the reader throw", () => {
  const elements = fc.constantFrom(
    "Version",
    "Statement",
    "Effect",
    "Principal",
    "Action",
    "Condition",
    "__proto__",
  );
  const nested = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(elements, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(nested, (value) => {
      const parsed = parseTrustPolicy(JSON.stringify(value));
      if (!parsed.ok) assert.ok(parsed.problems.length > 0);
    }),
  );
});
