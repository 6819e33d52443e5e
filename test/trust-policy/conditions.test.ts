// Every operator of a Condition, with values, without, and negated.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold ${…} on purpose
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { evaluateTrustPolicy } from "../../src/trust-policy/evaluate.ts";
import { ALLOW, decide, holds, policyOf, SUB, TOKEN } from "./samples.ts";

const sub = (values: unknown) => ({ "gitlab.com:sub": values });

const BY_OPERATOR: readonly (readonly [operator: string, value: string, expected: boolean])[] = [
  ["StringEquals", SUB, true],
  ["StringEquals", SUB.toUpperCase(), false],
  ["StringEquals", "project_path:g/p:*", false],
  ["StringNotEquals", SUB, false],
  ["StringNotEquals", "project_path:g/p:*", true],
  ["StringEqualsIgnoreCase", SUB.toUpperCase(), true],
  ["StringEqualsIgnoreCase", "project_path:g/p:*", false],
  ["StringNotEqualsIgnoreCase", SUB.toUpperCase(), false],
  ["StringNotEqualsIgnoreCase", "other", true],
  ["StringLike", "project_path:g/p:*", true],
  ["StringLike", "project_path:g/?:ref_type:branch:ref:main", true],
  ["StringLike", "project_path:g/??:ref_type:branch:ref:main", false],
  ["StringLike", "PROJECT_path:g/p:*", false],
  ["StringNotLike", "project_path:g/p:*", false],
  ["StringNotLike", "project_path:g/q:*", true],
  ["stringlike", "project_path:g/p:*", true],
  ["ForAnyValue:StringLike", "project_path:g/p:*", true],
  ["ForAllValues:StringLikeIfExists", "project_path:g/q:*", false],
];

for (const [operator, value, expected] of BY_OPERATOR) {
  test(`${operator} ${value} ${expected ? "holds" : "fails"} for ${SUB}`, () => {
    assert.equal(holds({ [operator]: sub(value) }), expected);
  });
}

const WITHOUT_KEY: readonly (readonly [operator: string, expected: boolean])[] = [
  ["StringEquals", false],
  ["StringLike", false],
  ["StringEqualsIfExists", true],
  ["StringLikeIfExists", true],
  ["StringNotEquals", true],
  ["StringNotEqualsIfExists", true],
  ["ForAnyValue:StringEquals", false],
  ["ForAnyValue:StringNotEquals", false],
  ["ForAnyValue:StringEqualsIfExists", true],
  ["ForAllValues:StringEquals", true],
  ["ForAllValues:StringNotEquals", true],
];

for (const [operator, expected] of WITHOUT_KEY) {
  test(`${operator} ${expected ? "holds" : "fails"} when the key is missing`, () => {
    assert.equal(holds({ [operator]: { "gitlab.com:amr": "x" } }), expected);
  });
}

test("Null asks whether the key is missing", () => {
  assert.equal(holds({ Null: { "gitlab.com:amr": "true" } }), true);
  assert.equal(holds({ Null: { "gitlab.com:amr": "false" } }), false);
  assert.equal(holds({ Null: sub("true") }), false);
  assert.equal(holds({ Null: sub(false) }), true);
  assert.equal(holds({ Null: sub(["true", "false"]) }), true);
});

test("several values of a key: one is enough, and with a negated operator none may match", () => {
  assert.equal(holds({ StringEquals: sub(["other", SUB]) }), true);
  assert.equal(holds({ StringEquals: sub(["other", "another"]) }), false);
  assert.equal(holds({ StringNotEquals: sub(["other", SUB]) }), false);
  assert.equal(holds({ StringNotEquals: sub(["other", "another"]) }), true);
});

test("several keys and several operators must all hold", () => {
  const aud = { "gitlab.com:aud": "https://gitlab.com" };
  assert.equal(holds({ StringEquals: { ...sub(SUB), ...aud } }), true);
  assert.equal(holds({ StringEquals: { ...sub("other"), ...aud } }), false);
  assert.equal(holds({ StringEquals: aud, StringLike: sub("project_path:g/q:*") }), false);
});

test("an aud that is a list: any of it for ForAnyValue, all of it for ForAllValues", () => {
  const claims = { sub: SUB, aud: ["https://gitlab.com", "https://other"] };
  const aud = (values: unknown) => ({ "gitlab.com:aud": values });
  assert.equal(holds({ "ForAnyValue:StringEquals": aud("https://other") }, claims), true);
  assert.equal(holds({ "ForAnyValue:StringEquals": aud("https://third") }, claims), false);
  assert.equal(holds({ "ForAllValues:StringEquals": aud("https://other") }, claims), false);
  assert.equal(holds({ "ForAllValues:StringLike": aud("https://*") }, claims), true);
  assert.equal(holds({ "ForAnyValue:StringNotEquals": aud("https://other") }, claims), true);
  assert.equal(holds({ "ForAllValues:StringNotEquals": aud("https://other") }, claims), false);
  assert.equal(holds({ StringEquals: aud("https://other") }, claims), true);
  assert.equal(holds({ StringNotEquals: aud("https://other") }, claims), false);
});

test("aud is the claim azp where the token has one", () => {
  const claims = { ...TOKEN.claims, azp: "client" };
  assert.equal(holds({ StringEquals: { "gitlab.com:aud": "client" } }, claims), true);
  assert.equal(holds({ StringEquals: { "gitlab.com:aud": "https://gitlab.com" } }, claims), false);
});

test("the case of a key's name does not matter", () => {
  assert.equal(holds({ StringEquals: { "GitLab.com:SUB": SUB } }), true);
});

test("a provider with a path has it in its keys", () => {
  const providerArn = "arn:aws:iam::123456789012:oidc-provider/example.com/gitlab";
  const statement = { ...ALLOW, Principal: { Federated: providerArn } };
  const request = { ...TOKEN, providerArn };
  const decided = (key: string) =>
    decide({ ...statement, Condition: { StringEquals: { [key]: SUB } } }, request).allowed;
  assert.equal(decided("example.com/gitlab:sub"), true);
  assert.equal(decided("example.com:sub"), false);
});

test("claims beside sub, aud and amr cannot be seen, and the result says so", () => {
  const condition = { StringEquals: { "gitlab.com:project_id": "20" } };
  const decision = decide({ ...ALLOW, Condition: condition });
  assert.equal(decision.allowed, false);
  assert.equal(decision.statements[0]?.conditions[0]?.missing, "claim-not-visible-to-aws");
});

test("a missing key is told apart: not in the token, or of another provider", () => {
  const missing = (key: string) =>
    decide({ ...ALLOW, Condition: { StringEquals: { [key]: "x" } } }).statements[0]?.conditions[0]?.missing;
  assert.equal(missing("gitlab.com:amr"), "claim-not-in-token");
  assert.equal(missing("gitlab.example.com:sub"), "key-of-something-else");
  assert.equal(missing("aws:SourceIp"), "key-of-something-else");
  assert.equal(missing("gitlab.com:sub"), undefined);
});

test("sts:RoleSessionName is the name of the session, when it is known", () => {
  const statement = { ...ALLOW, Condition: { StringLike: { "sts:RoleSessionName": "ci-*" } } };
  assert.equal(decide(statement, { ...TOKEN, roleSessionName: "ci-1" }).allowed, true);
  assert.equal(decide(statement, { ...TOKEN, roleSessionName: "me" }).allowed, false);
  assert.equal(decide(statement).allowed, false);
});

test("${*} is a literal star in Version 2012-10-17 only", () => {
  const claims = { ...TOKEN.claims, sub: "a*" };
  const condition = { StringLike: sub("a${*}") };
  assert.equal(holds(condition, claims, "2012-10-17"), true);
  assert.equal(holds(condition, claims, "2008-10-17"), false);
  assert.equal(holds({ StringEquals: sub("a${*}") }, claims, "2012-10-17"), true);
  assert.equal(holds(condition, { ...claims, sub: "ab" }, "2012-10-17"), false);
});

test("a value with another policy variable matches nothing, and the result names the variable", () => {
  const condition = { StringLikeIfExists: sub(["*${aws:PrincipalTag/team}*"]) };
  const result = decide({ ...ALLOW, Condition: condition }).statements[0]?.conditions[0];
  assert.equal(result?.holds, false);
  assert.deepEqual(result?.unresolved, ["${aws:PrincipalTag/team}"]);
});

test("claims of other types than text count as missing", () => {
  for (const value of [null, 7, {}, [], [7], undefined]) {
    assert.equal(holds({ Null: sub("true") }, { sub: value }), true);
  }
  assert.equal(holds({ Null: { "gitlab.com:constructor": "true" } }, { sub: SUB }), true);
});

test("a negated operator is the opposite of its positive one for every single value", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("a", "A", "a*", "*", "?", "${*}"));
  const pair = fc.constantFrom(
    ["StringEquals", "StringNotEquals"],
    ["StringLike", "StringNotLike"],
    ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
  );
  fc.assert(
    fc.property(
      text,
      fc.array(text, { minLength: 1 }),
      pair,
      (value, wanted, [positive = "", negative = ""]) => {
        const claims = { sub: value };
        assert.notEqual(
          holds({ [positive]: sub(wanted) }, claims),
          holds({ [negative]: sub(wanted) }, claims),
        );
      },
    ),
  );
});

test("whatever StringEquals accepts without wildcards and variables, StringLike accepts", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const literal = value.replace(/[*?$]/g, "_");
      assert.ok(holds({ StringEquals: sub(literal), StringLike: sub(literal) }, { sub: literal }));
    }),
  );
});

test("evaluating twice gives the same, and changes neither policy nor request", () => {
  const policy = policyOf({ Statement: { ...ALLOW, Condition: { StringLike: sub(["x", "project*"]) } } });
  const before = JSON.stringify([policy, TOKEN]);
  const first = evaluateTrustPolicy(policy, TOKEN);
  assert.deepEqual(evaluateTrustPolicy(policy, TOKEN), first);
  assert.equal(JSON.stringify([policy, TOKEN]), before);
});
