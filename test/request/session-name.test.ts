// The session name: the Go tool's own cases, its rule ported line by line, and AWS's pattern.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { generateRoleSessionName } from "../../src/request/session-name.ts";
import { assertRefused, failureOf, resolve } from "./given.ts";

/** The cases of the Go tool's root_test.go. */
const CASES: readonly (readonly [what: string, role: string, pipeline: string, want: string])[] = [
  ["no pipeline", "role", "", "role"],
  ["role and pipeline", "role", "1234", "role-1234"],
  ["no leading or trailing dash", "-role-", "", "role"],
  ["invalid chars", "/gitlab/role", "1234", "gitlab-role-1234"],
  ["multiple invalid chars", "/gitlab/role-%^$abc", "1234", "gitlab-role-abc-1234"],
  ["all valid special chars", "foo=bar@binx.io_", "1234", "foo=bar@binx.io_-1234"],
  ["keep dashes", "gitlab-role--nice", "", "gitlab-role-nice"],
  [
    "truncated to 64 chars",
    "L9i3LA4rF2rtMhImJBdvsKiBEKeltlmz6VLeVMwalW6ZyWFgWtVYZxKQfKVMHK57",
    "232324",
    "L9i3LA4rF2rtMhImJBdvsKiBEKeltlmz6VLeVMwalW6ZyWFgWtVYZxKQf-232324",
  ],
  [
    "pipeline id longer than chars",
    "gitlab-role",
    "L9i3LA4rF2rtMhImJBdvsKiBEKeltlmz6VLeVMwalW6ZyWFgWtVYZxKQfKVMHK57AAA",
    "L9i3LA4rF2rtMhImJBdvsKiBEKeltlmz6VLeVMwalW6ZyWFgWtVYZxKQfKVMHK57",
  ],
];

const AWS_PATTERN = /^[\w+=,.@-]{2,64}$/;

/** GenerateRoleSessionName of the Go tool, character by character and without regular expressions. */
function goRule(roleName: string, pipelineId: string): string {
  let cleaned = "";
  for (const character of roleName) {
    if ("=,.@_".includes(character) || /^[A-Za-z0-9]$/.test(character)) cleaned += character;
    else if (!cleaned.endsWith("-")) cleaned += "-";
  }
  while (cleaned.startsWith("-")) cleaned = cleaned.slice(1);
  while (cleaned.endsWith("-")) cleaned = cleaned.slice(0, -1);
  const truncate = (text: string, limit: number): string =>
    text.length < limit ? text : text.slice(0, limit);
  if (pipelineId === "") return truncate(cleaned, 64);
  const limit = 64 - pipelineId.length - 1;
  return limit <= 0 ? truncate(pipelineId, 64) : `${truncate(cleaned, limit)}-${pipelineId}`;
}

describe("session name: the Go tool's cases", () => {
  for (const [what, role, pipeline, want] of CASES)
    it(what, () => {
      assert.equal(generateRoleSessionName(role, pipeline), want);
      assert.equal(goRule(role, pipeline), want);
    });

  it("a plus goes, though AWS would take it", () => {
    assert.equal(generateRoleSessionName("a+b", "1"), "a-b-1");
  });

  it("a pipeline id of 63 characters leaves no room, one of 62 leaves one character", () => {
    assert.equal(generateRoleSessionName("role", "1".repeat(63)), "1".repeat(63));
    assert.equal(generateRoleSessionName("role", "1".repeat(62)), `r-${"1".repeat(62)}`);
  });

  it("a cut in front of a dash leaves two", () => {
    assert.equal(generateRoleSessionName(`${"a".repeat(59)}-b`, "123"), `${"a".repeat(59)}--123`);
  });
});

describe("session name: properties", () => {
  const role = fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 90 }),
    fc.string({ unit: fc.constantFrom(..."ab-/+=,.@_ é😀"), minLength: 1, maxLength: 90 }),
  );
  const pipeline = fc.oneof(fc.constant(""), fc.nat().map(String), fc.stringMatching(/^[0-9]{55,70}$/));

  it("equals the port of the Go rule", () => {
    fc.assert(
      fc.property(role, pipeline, (name, id) => {
        assert.equal(generateRoleSessionName(name, id), goRule(name, id));
      }),
      { numRuns: 3000 },
    );
  });

  it("is what AWS takes, for every role name that IAM takes and every pipeline", () => {
    const iamName = fc.stringMatching(/^[\w+=,.@-]{1,64}$/);
    const path = fc.array(fc.stringMatching(/^[!-.0-~]{1,20}$/), { maxLength: 3 });
    fc.assert(
      fc.property(iamName, path, fc.integer({ min: 1 }).map(String), (name, folders, id) => {
        assert.match(generateRoleSessionName([...folders, name].join("/"), id), AWS_PATTERN);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("request: session name", () => {
  const flag = { "role-session-name": "from-flag" };
  const first = { GITLAB_AWS_ROLE_SESSION_NAME: "from-first" };
  const second = { AWS_ROLE_SESSION_NAME: "from-second" };

  it("comes from the flag, then from either variable, then from role and pipeline", () => {
    assert.deepEqual(resolve(flag, { ...first, ...second }).sessionName, {
      value: "from-flag",
      origin: { kind: "flag", name: "role-session-name" },
    });
    assert.deepEqual(resolve({}, { ...first, ...second }).sessionName, {
      value: "from-first",
      origin: { kind: "variable", name: "GITLAB_AWS_ROLE_SESSION_NAME" },
    });
    assert.deepEqual(resolve({}, { GITLAB_AWS_ROLE_SESSION_NAME: "", ...second }).sessionName, {
      value: "from-second",
      origin: { kind: "variable", name: "AWS_ROLE_SESSION_NAME" },
    });
    const { value, origin } = resolve().sessionName;
    assert.equal(value, "gitlab-acme-shop-574");
    assert.equal(origin.kind, "derived");
  });

  it("takes the path of a role, with its slashes made dashes", () => {
    assert.equal(resolve({ "role-name": "team/deploy" }).sessionName.value, "team-deploy-574");
  });

  it("without a pipeline is the role name", () => {
    assert.equal(resolve({}, { CI_PIPELINE_ID: undefined }).sessionName.value, "gitlab-acme-shop");
    assert.equal(resolve({}, { CI_PIPELINE_ID: "" }).sessionName.value, "gitlab-acme-shop");
  });

  it("like a number stays text", () => {
    assert.equal(resolve({ "role-session-name": "1e5" }).sessionName.value, "1e5");
  });

  it("may have 2 to 64 of AWS's characters", () => {
    for (const value of ["ab", "x".repeat(64), "_+=,.@-"])
      assert.equal(resolve({ "role-session-name": value }).sessionName.value, value);
  });

  for (const value of ["a", "x".repeat(65), "a b", "a:b", "a/b", "é-é", "ab\n"])
    it(`refuses ${JSON.stringify(value)}`, () => {
      for (const [flags, variables, name] of [
        [{ "role-session-name": value }, {}, "--role-session-name"],
        [{}, { GITLAB_AWS_ROLE_SESSION_NAME: value }, "GITLAB_AWS_ROLE_SESSION_NAME"],
        [{}, { AWS_ROLE_SESSION_NAME: value }, "AWS_ROLE_SESSION_NAME"],
      ] as const)
        assertRefused(() => resolve(flags, variables), 3, name, JSON.stringify(value), "2 to 64");
    });

  it("refuses what becomes too short, and says what it was made from", () => {
    const failure = failureOf(() => resolve({ "role-name": "x" }, { CI_PIPELINE_ID: undefined }));
    assert.equal(failure.exitCode, 3);
    assert.match(`${failure.message} ${failure.remedy}`, /CI_PIPELINE_ID.*--role-session-name/);
  });
});
