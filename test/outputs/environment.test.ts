// Which variables are set and taken out, and in which order.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expirationEpochSeconds, expirationText } from "../../src/credentials.ts";
import {
  assertEnvironmentValue,
  childEnvironmentChanges,
  credentialVariables,
  type EnvironmentChange,
  shellEnvironmentChanges,
  shellVariableNames,
} from "../../src/environment.ts";
import { EXIT, HelperError } from "../../src/errors.ts";
import { EXPIRATION, EXPIRES_AT, KEY_ID, SECRET_KEY, SESSION_TOKEN, sample } from "./sample.ts";

const KEYS = [
  ["AWS_ACCESS_KEY_ID", KEY_ID],
  ["AWS_SECRET_ACCESS_KEY", SECRET_KEY],
  ["AWS_SESSION_TOKEN", SESSION_TOKEN],
  ["AWS_CREDENTIAL_EXPIRATION", EXPIRATION],
];
const REGION = [
  ["AWS_REGION", "eu-west-1"],
  ["AWS_DEFAULT_REGION", "eu-west-1"],
];
const STALE = [
  ["AWS_PROFILE", undefined],
  ["AWS_DEFAULT_PROFILE", undefined],
  ["AWS_SECURITY_TOKEN", undefined],
];

const pairs = (changes: readonly EnvironmentChange[]) => changes.map(({ name, value }) => [name, value]);

describe("environment", () => {
  it("credentials: four variables in this order, with the region two more", () => {
    assert.deepEqual(pairs(credentialVariables(sample())), KEYS);
    assert.deepEqual(pairs(credentialVariables(sample(), "eu-west-1")), [...KEYS, ...REGION]);
  });

  it("a child process: what would win over them goes", () => {
    assert.deepEqual(pairs(childEnvironmentChanges(sample())).slice(0, 7), [...STALE, ...KEYS]);
  });

  it("a child process does not inherit the expiry of other credentials", () => {
    const names = childEnvironmentChanges(sample()).map(({ name }) => name);
    assert.ok(names.includes("GITLAB_AWS_CREDENTIAL_EXPIRES_AT"));
  });

  it("a shell: and the expiry as an integer", () => {
    assert.deepEqual(pairs(shellEnvironmentChanges(sample(), "eu-west-1")), [
      ...STALE,
      ...KEYS,
      ...REGION,
      ["GITLAB_AWS_CREDENTIAL_EXPIRES_AT", EXPIRES_AT],
    ]);
  });

  it("unset: the names of everything that env sets, no more and no less", () => {
    for (const region of [undefined, "eu-west-1"]) {
      const set = shellEnvironmentChanges(sample(), region).filter(({ value }) => value !== undefined);
      assert.deepEqual(
        shellVariableNames(region !== undefined),
        set.map(({ name }) => name),
      );
    }
  });

  it("the expiry: UTC, whole seconds, never later than it is", () => {
    const date = new Date("2026-12-24T23:00:23.999Z");
    assert.equal(expirationText(date), EXPIRATION);
    assert.equal(expirationEpochSeconds(date), Number(EXPIRES_AT));
    assert.equal(expirationText(new Date("2026-12-25T01:00:23+02:00")), EXPIRATION);
  });

  it("a value that no environment can hold is refused without being shown", () => {
    for (const value of ["a\0b", "\0", "a\ud800", "\udc00b"])
      assert.throws(
        () => assertEnvironmentValue({ name: "AWS_SESSION_TOKEN", value }),
        (failure) => {
          assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.FILE, String(failure));
          assert.match(failure.message, /AWS_SESSION_TOKEN/);
          assert.ok(!failure.message.includes(value));
          return true;
        },
      );
    for (const value of ["", undefined, "😀", "\u0001", "\ufffd"])
      assert.doesNotThrow(() => assertEnvironmentValue({ name: "X", value }));
  });
});
