// The environment of the command to run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { childEnvironment } from "../../src/child/run.ts";
import { childEnvironmentChanges, credentialVariables } from "../../src/environment.ts";
import { HelperError } from "../../src/errors.ts";
import { KEY_ID, SECRET_KEY, SESSION_TOKEN, sample } from "../outputs/sample.ts";

describe("child: environment", () => {
  /** The cases of the Go tool's exec_test.go. */
  const KEYS = {
    AWS_ACCESS_KEY_ID: KEY_ID,
    AWS_SECRET_ACCESS_KEY: SECRET_KEY,
    AWS_SESSION_TOKEN: SESSION_TOKEN,
  };
  for (const [what, env, rest] of [
    ["keeps what is there", { A: "B", C: "D" }, { A: "B", C: "D" }],
    ["replaces one key", { AWS_ACCESS_KEY_ID: "B", C: "D" }, { C: "D" }],
    ["replaces all keys", { AWS_ACCESS_KEY_ID: "k", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" }, {}],
  ] as const)
    it(what, () => {
      const changes = credentialVariables(sample()).slice(0, 3);
      assert.deepEqual(childEnvironment(env, changes), { ...rest, ...KEYS });
      assert.deepEqual(Object.keys(childEnvironment(env, changes)), [
        ...Object.keys(rest),
        ...Object.keys(KEYS),
      ]);
    });

  it("what would win over the keys is not there, not even empty", () => {
    const stale = { AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "", AWS_SECURITY_TOKEN: "old", A: "" };
    const env = childEnvironment(stale, childEnvironmentChanges(sample()));
    for (const name of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN"])
      assert.ok(!Object.hasOwn(env, name), name);
    assert.equal(env["A"], "");
    assert.deepEqual(stale, { AWS_PROFILE: "p", AWS_DEFAULT_PROFILE: "", AWS_SECURITY_TOKEN: "old", A: "" });
  });

  it("refuses a value that no environment can hold", () => {
    const changes = childEnvironmentChanges(sample({ sessionToken: "a\0b" }));
    assert.throws(() => childEnvironment({}, changes), HelperError);
  });
});
