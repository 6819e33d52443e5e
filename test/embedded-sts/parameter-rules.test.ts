// The rules of the parameters, and AWS's words for each that is broken.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assume, post, properForm, startFor } from "./client.ts";

const ARN_RULE = String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+`;
const failed = (value: string, member: string, rule: string) =>
  `Value${value} at '${member}' failed to satisfy constraint: Member must ${rule}`;

const PARAMETERS: readonly (readonly [
  what: string,
  change: Record<string, string | undefined>,
  message: string,
])[] = [
  [
    "an empty role ARN",
    { RoleArn: "" },
    `2 validation errors detected: ${failed(" ''", "roleArn", `satisfy regular expression pattern: ${ARN_RULE}`)}; ${failed(" ''", "roleArn", "have length greater than or equal to 20")}`,
  ],
  [
    "no role ARN",
    { RoleArn: undefined },
    `1 validation error detected: ${failed(" null", "roleArn", "not be null")}`,
  ],
  [
    "no token",
    { WebIdentityToken: undefined },
    `1 validation error detected: ${failed(" null", "webIdentityToken", "not be null")}`,
  ],
  [
    "a token of three letters, which is not shown",
    { WebIdentityToken: "abc" },
    `1 validation error detected: ${failed("", "webIdentityToken", "have length greater than or equal to 4")}`,
  ],
  [
    "a session name of one letter",
    { RoleSessionName: "a" },
    `1 validation error detected: ${failed(" 'a'", "roleSessionName", "have length greater than or equal to 2")}`,
  ],
  [
    "a session name of 65 letters",
    { RoleSessionName: "a".repeat(65) },
    `1 validation error detected: ${failed(` '${"a".repeat(65)}'`, "roleSessionName", "have length less than or equal to 64")}`,
  ],
  [
    "a session name with a slash",
    { RoleSessionName: "a/b" },
    `1 validation error detected: ${failed(" 'a/b'", "roleSessionName", String.raw`satisfy regular expression pattern: [\w+=,.@-]*`)}`,
  ],
  [
    "a duration of 899",
    { DurationSeconds: "899" },
    `1 validation error detected: ${failed(" '899'", "durationSeconds", "have value greater than or equal to 900")}`,
  ],
  [
    "a duration of 43201",
    { DurationSeconds: "43201" },
    `1 validation error detected: ${failed(" '43201'", "durationSeconds", "have value less than or equal to 43200")}`,
  ],
  [
    "a duration above the role's",
    { DurationSeconds: "3601" },
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  ],
  ["an ARN that is none", { RoleArn: "not-an-arn-but-20-letters-long" }, "Request ARN is invalid"],
  [
    "an ARN of another partition",
    { RoleArn: "arn:aws-cn:iam::123456789012:role/gitlab-acme-shop" },
    "Request ARN is invalid",
  ],
  [
    "an ARN of a user",
    { RoleArn: "arn:aws:iam::123456789012:user/gitlab-acme-shop" },
    "Request ARN is invalid",
  ],
  [
    "an account with 11 digits",
    { RoleArn: "arn:aws:iam::12345678901:role/gitlab-acme-shop" },
    "Request ARN is invalid",
  ],
];

test("parameters that break a rule are ValidationErrors in AWS's words", async (t) => {
  const sts = await startFor(t);
  for (const [what, change, message] of PARAMETERS) {
    const changed = Object.entries({ ...(await properForm(sts)), ...change });
    const form = changed.filter((entry): entry is [string, string] => entry[1] !== undefined);
    const response = await post(sts, Object.fromEntries(form));
    const text = await response.text();
    assert.equal(response.status, 400, what);
    assert.match(text, /<Code>ValidationError<\/Code>/, what);
    assert.equal(/<Message>(.*)<\/Message>/s.exec(text)?.[1]?.replaceAll("&apos;", "'"), message, what);
  }
});

test("session names and durations at the edges are accepted", async (t) => {
  const sts = await startFor(t);
  for (const session of ["ab", "a".repeat(64), "Az09_+=,.@-"]) {
    assert.equal(
      (await assume(sts, { session, duration: 900 })).AssumedRoleUser?.Arn?.split("/")[2],
      session,
    );
  }
});
