// Account, role name and role ARN: the first three rows of the resolver's table.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT_ID, assertRefused, type FlagTexts, failureOf, resolve } from "./given.ts";

const OTHER = "999999999999";
const ARN = `arn:aws:iam::${OTHER}:role/deploy`;
const NO_ACCOUNT = { GITLAB_AWS_ACCOUNT_ID: undefined };

function refused(flags: FlagTexts, variables: Record<string, string | undefined>, ...named: string[]): void {
  assertRefused(() => resolve(flags, variables), 3, ...named);
}

describe("request: account", () => {
  it("comes from the flag before the variable", () => {
    const { account } = resolve({ "aws-account": OTHER });
    assert.deepEqual(account, { value: OTHER, origin: { kind: "flag", name: "aws-account" } });
  });

  it("comes from GITLAB_AWS_ACCOUNT_ID, as text: a leading zero stays", () => {
    const { account, roleArn } = resolve();
    assert.deepEqual(account, {
      value: "012345678901",
      origin: { kind: "variable", name: "GITLAB_AWS_ACCOUNT_ID" },
    });
    assert.equal(roleArn.value, "arn:aws:iam::012345678901:role/gitlab-acme-shop");
  });

  it("comes from the role ARN when nothing else gives it", () => {
    const { account } = resolve({ "role-arn": ARN }, NO_ACCOUNT);
    assert.equal(account.value, OTHER);
    assert.equal(account.origin.kind, "derived");
  });

  for (const value of [
    "1234",
    "1234567890123",
    "12345678901a",
    "1234-5678-9012",
    "012345678901\n",
    " 012345678901",
    "１２３４５６７８９０１２",
  ])
    it(`refuses ${JSON.stringify(value)}, naming flag or variable, value and rule`, () => {
      refused({ "aws-account": value }, {}, "--aws-account", JSON.stringify(value), "12 digits");
      refused(
        {},
        { GITLAB_AWS_ACCOUNT_ID: value },
        "GITLAB_AWS_ACCOUNT_ID",
        JSON.stringify(value),
        "12 digits",
      );
    });

  it("is missing: says which flag and which variable, and that one is empty", () => {
    refused(
      {},
      NO_ACCOUNT,
      "the AWS account is not set",
      "--aws-account",
      "GITLAB_AWS_ACCOUNT_ID",
      "--role-arn",
    );
    refused({}, { GITLAB_AWS_ACCOUNT_ID: "" }, "GITLAB_AWS_ACCOUNT_ID is set, but empty");
    refused({}, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: "" }, "GITLAB_AWS_ROLE_ARN is set, but empty");
  });
});

describe("request: role name", () => {
  it("comes from the flag, then the variable, then the project's slug", () => {
    const variable = { GITLAB_AWS_ROLE_NAME: "from-variable" };
    assert.deepEqual(resolve({ "role-name": "from-flag" }, variable).roleName, {
      value: "from-flag",
      origin: { kind: "flag", name: "role-name" },
    });
    assert.deepEqual(resolve({}, variable).roleName, {
      value: "from-variable",
      origin: { kind: "variable", name: "GITLAB_AWS_ROLE_NAME" },
    });
    assert.deepEqual(resolve().roleName, {
      value: "gitlab-acme-shop",
      origin: { kind: "derived", from: "CI_PROJECT_PATH_SLUG" },
    });
  });

  it("takes an empty variable for one that is not set", () => {
    assert.equal(resolve({}, { GITLAB_AWS_ROLE_NAME: "" }).roleName.value, "gitlab-acme-shop");
  });

  it("of only digits stays text", () => {
    assert.equal(resolve({ "role-name": "0123" }).roleArn.value, `arn:aws:iam::${ACCOUNT_ID}:role/0123`);
  });

  it("cuts the slug to 57 characters, so that the name has 64, and keeps a dash at the end, as the Go tool does", () => {
    const slug = `${"a".repeat(56)}-bcdef`;
    assert.equal(resolve({}, { CI_PROJECT_PATH_SLUG: slug }).roleName.value, `gitlab-${"a".repeat(56)}-`);
    assert.equal(resolve({}, { CI_PROJECT_PATH_SLUG: "b".repeat(57) }).roleName.value.length, 64);
    assert.equal(resolve({}, { CI_PROJECT_PATH_SLUG: "b".repeat(63) }).roleName.value.length, 64);
  });

  it("is missing: says so, and that the slug is empty", () => {
    const words = ["CI_PROJECT_PATH_SLUG", "--role-name", "GITLAB_AWS_ROLE_NAME"];
    refused({}, { CI_PROJECT_PATH_SLUG: undefined }, ...words);
    refused({}, { CI_PROJECT_PATH_SLUG: "" }, "CI_PROJECT_PATH_SLUG is set, but empty");
  });

  it("may have a path", () => {
    assert.equal(
      resolve({ "role-name": "team/deploy" }).roleArn.value,
      `arn:aws:iam::${ACCOUNT_ID}:role/team/deploy`,
    );
  });

  it("has at most 64 characters, 512 with its path", () => {
    const path = `${"p".repeat(447)}/`;
    assert.equal(resolve({ "role-name": "n".repeat(64) }).roleName.value.length, 64);
    assert.equal(
      resolve({ "role-name": path + "n".repeat(64), "role-session-name": "ok" }).roleName.value.length,
      512,
    );
    refused({ "role-name": "n".repeat(65) }, {}, "--role-name", "64 characters allowed by AWS");
    refused({ "role-name": `a/${"n".repeat(65)}` }, {}, "--role-name", "64");
    refused({ "role-name": `p${path}${"n".repeat(64)}` }, {}, "--role-name", "512");
  });

  for (const value of [
    "a b",
    "team/",
    "/deploy",
    "rôle",
    "a:b",
    "a*",
    "a\n",
    "a\u0000b",
    "pa th/name",
    "p\u007f/name",
  ])
    it(`refuses ${JSON.stringify(value)}`, () => {
      refused({ "role-name": value }, {}, "--role-name", JSON.stringify(value), "role name");
      refused({}, { GITLAB_AWS_ROLE_NAME: value }, "GITLAB_AWS_ROLE_NAME", JSON.stringify(value));
    });
});

describe("request: role ARN", () => {
  it("comes from the flag, then GITLAB_AWS_ROLE_ARN", () => {
    const variables = { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: `arn:aws:iam::${OTHER}:role/from-variable` };
    assert.equal(resolve({ "role-arn": ARN }, variables).roleArn.value, ARN);
    assert.equal(resolve({}, variables).roleName.value, "from-variable");
  });

  it("remembers the flag or variable that gave it", () => {
    assert.deepEqual(resolve({ "role-arn": ARN }, NO_ACCOUNT).roleArn.origin, {
      kind: "flag",
      name: "role-arn",
    });
    assert.deepEqual(resolve({}, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: ARN }).roleArn.origin, {
      kind: "variable",
      name: "GITLAB_AWS_ROLE_ARN",
    });
    assert.equal(resolve().roleArn.origin.kind, "derived");
  });

  it("comes from AWS_ROLE_ARN, then ROLE_ARN, only when nothing of ours names an account", () => {
    const ambient = {
      AWS_ROLE_ARN: `arn:aws:iam::${OTHER}:role/first`,
      ROLE_ARN: `arn:aws:iam::${OTHER}:role/second`,
    };
    assert.equal(resolve({}, { ...NO_ACCOUNT, ...ambient }).roleName.value, "first");
    assert.equal(resolve({}, { ...NO_ACCOUNT, ...ambient, AWS_ROLE_ARN: "" }).roleName.value, "second");
    assert.equal(resolve({}, ambient).roleArn.value, `arn:aws:iam::${ACCOUNT_ID}:role/gitlab-acme-shop`);
    assert.equal(
      resolve({ "aws-account": ACCOUNT_ID }, { ...NO_ACCOUNT, ...ambient }).account.value,
      ACCOUNT_ID,
    );
    assert.equal(
      resolve({}, { ...NO_ACCOUNT, ...ambient, GITLAB_AWS_ROLE_ARN: ARN }).roleName.value,
      "deploy",
    );
  });

  it("keeps path and partition", () => {
    const arn = `arn:aws-cn:iam::${OTHER}:role/team/ci/deploy`;
    const request = resolve({ "role-arn": arn });
    assert.equal(request.roleArn.value, arn);
    assert.equal(request.roleName.value, "team/ci/deploy");
    assert.equal(request.partition.value, "aws-cn");
  });

  const OF_ANOTHER_KIND = [
    `arn:aws:iam::${OTHER}:user/deploy`,
    `arn:aws:iam::${OTHER}:oidc-provider/gitlab.com`,
    `arn:aws:s3::${OTHER}:role/deploy`,
    `arn:aws:iam:us-east-1:${OTHER}:role/deploy`,
    `arn:aws:iam::${OTHER}:role/`,
    "arn:aws:iam::1234:role/deploy",
    "arn:aws:iam::aws:role/deploy",
    `arn:aws-mars:iam::${OTHER}:role/deploy`,
    `arn::iam::${OTHER}:role/deploy`,
    `arn:aws:iam::${OTHER}:role/a b`,
    `arn:aws:iam::${OTHER}:role/${"n".repeat(65)}`,
    `${ARN}\n`,
    "deploy",
    "arn:aws:iam::",
  ];
  for (const arn of OF_ANOTHER_KIND)
    it(`refuses ${JSON.stringify(arn)}`, () => {
      refused({ "role-arn": arn }, {}, "--role-arn");
      refused({}, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: arn }, "GITLAB_AWS_ROLE_ARN");
      refused({}, { ...NO_ACCOUNT, AWS_ROLE_ARN: arn }, "AWS_ROLE_ARN");
    });

  it("of a session is told from a role's", () => {
    const session = `arn:aws:sts::${OTHER}:assumed-role/deploy/session`;
    refused({ "role-arn": session }, {}, "--role-arn", session, "session", "arn:aws:iam::ACCOUNT:role/NAME");
  });
});

describe("request: a flag beats a variable across rows", () => {
  it("--role-arn beats account and role name in variables", () => {
    const request = resolve({ "role-arn": ARN }, { GITLAB_AWS_ROLE_NAME: "other" });
    assert.equal(request.roleArn.value, ARN);
    assert.equal(request.account.value, OTHER);
    assert.equal(request.roleName.value, "deploy");
  });

  it("--aws-account of another account beats GITLAB_AWS_ROLE_ARN altogether", () => {
    const request = resolve({ "aws-account": ACCOUNT_ID }, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: ARN });
    assert.equal(request.roleArn.value, `arn:aws:iam::${ACCOUNT_ID}:role/gitlab-acme-shop`);
  });

  it("--aws-account of the same account leaves GITLAB_AWS_ROLE_ARN in force", () => {
    const request = resolve({ "aws-account": OTHER }, { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: ARN });
    assert.equal(request.roleArn.value, ARN);
  });

  it("--role-name beats the role of GITLAB_AWS_ROLE_ARN, in the ARN's account and partition", () => {
    const variables = { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: `arn:aws-cn:iam::${OTHER}:role/deploy` };
    const request = resolve({ "role-name": "other" }, variables);
    assert.equal(request.roleArn.value, `arn:aws-cn:iam::${OTHER}:role/other`);
    refused({ "role-name": "a b" }, variables, "--role-name");
  });
});

describe("request: two that were given the same way must agree, and the message names both", () => {
  it("both by flag", () => {
    refused(
      { "role-arn": ARN, "aws-account": ACCOUNT_ID },
      {},
      "--role-arn",
      "--aws-account",
      ACCOUNT_ID,
      OTHER,
    );
    refused({ "role-arn": ARN, "role-name": "other" }, {}, "--role-arn", "--role-name", "other", "deploy");
    assert.equal(
      resolve({ "role-arn": ARN, "aws-account": OTHER, "role-name": "deploy" }).roleArn.value,
      ARN,
    );
  });

  it("both by variable", () => {
    refused(
      {},
      { GITLAB_AWS_ROLE_ARN: ARN },
      "GITLAB_AWS_ROLE_ARN",
      "GITLAB_AWS_ACCOUNT_ID",
      ACCOUNT_ID,
      OTHER,
    );
    refused(
      {},
      { ...NO_ACCOUNT, GITLAB_AWS_ROLE_ARN: ARN, GITLAB_AWS_ROLE_NAME: "other" },
      "GITLAB_AWS_ROLE_ARN",
      "GITLAB_AWS_ROLE_NAME",
    );
    assert.equal(resolve({}, { GITLAB_AWS_ACCOUNT_ID: OTHER, GITLAB_AWS_ROLE_ARN: ARN }).roleArn.value, ARN);
  });

  it("a value with control characters cannot forge lines of a job log", () => {
    const variables = { GITLAB_AWS_ACCOUNT_ID: "1\n\u001b[2Kforged", GITLAB_AWS_ROLE_ARN: ARN };
    const { message } = failureOf(() => resolve({}, variables));
    assert.match(message, /GITLAB_AWS_ACCOUNT_ID/);
    assert.doesNotMatch(message, /[\n\u001b]/);
  });
});
