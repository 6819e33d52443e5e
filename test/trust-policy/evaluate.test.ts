// Decisions of whole policies: effects, principals, actions, and what the result explains.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ALLOW, decide, PROVIDER, SUB, TOKEN } from "./samples.ts";

const DENY = { ...ALLOW, Effect: "Deny" };
const NEVER = { Condition: { StringEquals: { "gitlab.com:sub": "never" } } };

test("one Allow statement is enough, alone or in a list", () => {
  assert.equal(decide(ALLOW).allowed, true);
  assert.equal(decide([{ ...ALLOW, ...NEVER }, ALLOW]).allowed, true);
});

test("no Allow statement that applies: not allowed", () => {
  const decision = decide([{ ...ALLOW, ...NEVER }]);
  assert.equal(decision.allowed, false);
  assert.equal(decision.reason, "not-allowed");
});

test("an explicit Deny wins, wherever it stands", () => {
  for (const statements of [
    [ALLOW, DENY],
    [DENY, ALLOW],
  ]) {
    const decision = decide(statements);
    assert.equal(decision.allowed, false);
    assert.equal(decision.reason, "explicit-deny");
  }
});

test("a Deny that does not apply denies nothing", () => {
  assert.equal(decide([ALLOW, { ...DENY, ...NEVER }]).reason, "allowed");
});

test("the order of statements does not matter, nor does a repeated one", () => {
  const pool = [ALLOW, { ...ALLOW, ...NEVER }, { ...DENY, ...NEVER }, DENY];
  const list = fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(list, (statements) => {
      const { reason } = decide(statements);
      assert.equal(decide([...statements].reverse()).reason, reason);
      assert.equal(decide([...statements, ...statements]).reason, reason);
    }),
  );
});

test("the principal is the provider's ARN, letter by letter", () => {
  const allowed = (Principal: unknown) => decide({ ...ALLOW, Principal }).allowed;
  assert.equal(allowed({ Federated: PROVIDER }), true);
  assert.equal(allowed({ Federated: ["arn:aws:iam::123456789012:oidc-provider/other", PROVIDER] }), true);
  assert.equal(allowed("*"), true);
  assert.equal(allowed({ Federated: PROVIDER.replace("123456789012", "210987654321") }), false);
  assert.equal(allowed({ Federated: PROVIDER.toUpperCase() }), false);
  assert.equal(allowed({ Federated: "arn:aws:iam::123456789012:oidc-provider/*" }), false);
  assert.equal(allowed({ Federated: `${PROVIDER}/` }), false);
  assert.equal(allowed({ AWS: PROVIDER }), false);
  assert.equal(allowed({ Service: "ec2.amazonaws.com", Federated: PROVIDER }), true);
});

test("actions take wildcards and any case", () => {
  const allowed = (Action: unknown) => decide({ ...ALLOW, Action }).allowed;
  for (const action of ["sts:AssumeRoleWithWebIdentity", "sts:*", "*", "STS:assumerolewithwebidentity"]) {
    assert.equal(allowed(action), true, action);
  }
  for (const action of ["sts:AssumeRole*", "sts:AssumeRoleWith???Identity", ["sts:AssumeRole", "sts:*"]]) {
    assert.equal(allowed(action), true, String(action));
  }
  for (const action of ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "s3:*", "AssumeRoleWithWebIdentity"]) {
    assert.equal(allowed(action), false, action);
  }
});

test("another action can be asked for: sts:TagSession", () => {
  const request = { ...TOKEN, action: "sts:TagSession" };
  assert.equal(decide(ALLOW, request).allowed, false);
  assert.equal(decide({ ...ALLOW, Action: ["sts:TagSession"] }, request).allowed, true);
});

test("the result explains each condition with key, operator, expected and actual values", () => {
  const statement = {
    ...ALLOW,
    Sid: "Main",
    Condition: {
      StringEquals: { "gitlab.com:aud": "https://gitlab.com" },
      StringLike: { "gitlab.com:sub": ["project_path:g/q:*", "project_path:h/*"] },
    },
  };
  const result = decide([statement]).statements[0];
  assert.equal(result?.sid, "Main");
  assert.equal(result?.applies, false);
  assert.deepEqual(
    result?.conditions.map(({ holds }) => holds),
    [true, false],
  );
  assert.deepEqual(result?.conditions[1], {
    holds: false,
    operator: "StringLike",
    key: "gitlab.com:sub",
    expected: ["project_path:g/q:*", "project_path:h/*"],
    negated: false,
    actual: [SUB],
    missing: undefined,
    unresolved: [],
  });
});

test("the result tells a foreign provider and a foreign action apart", () => {
  const principal = { Federated: "arn:aws:iam::123456789012:oidc-provider/other" };
  const [first, second] = decide([
    { ...ALLOW, Principal: principal },
    { ...ALLOW, Action: "sts:AssumeRole" },
  ]).statements;
  assert.deepEqual(first?.principal, {
    matches: false,
    expected: ["Federated: arn:aws:iam::123456789012:oidc-provider/other"],
    actual: `Federated: ${PROVIDER}`,
  });
  assert.equal(first?.action.matches, true);
  assert.deepEqual(second?.action, {
    matches: false,
    expected: ["sts:AssumeRole"],
    actual: "sts:AssumeRoleWithWebIdentity",
  });
  assert.equal(second?.principal.matches, true);
});
