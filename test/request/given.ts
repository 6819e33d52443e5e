// What the tests of the resolver give it, and how they read its failures.
import assert from "node:assert/strict";
import type { Flags } from "../../src/arguments/flag-spec.ts";
import type { Environment } from "../../src/context.ts";
import { HelperError } from "../../src/errors.ts";
import { type LoginRequest, resolveRequest } from "../../src/request/resolve.ts";

export const ACCOUNT_ID = "012345678901";
export const TOKEN = "header.payload.signature-of-the-job";

/** The least that a job sets: two settings and GitLab's own variables. */
export const JOB: Environment = {
  GITLAB_AWS_ACCOUNT_ID: ACCOUNT_ID,
  GITLAB_AWS_IDENTITY_TOKEN: TOKEN,
  CI_PROJECT_PATH_SLUG: "acme-shop",
  CI_PIPELINE_ID: "574",
};

export type FlagTexts = Readonly<Record<string, string>>;

export function flagsOf(texts: FlagTexts): Flags {
  const value = (name: string) => (Object.hasOwn(texts, name) ? texts[name] : undefined);
  const flags = {
    value,
    on: () => false,
    all: (name: string) => [value(name)].filter((text) => text !== undefined),
  };
  return flags;
}

/** What the resolver makes of flags and of variables beside those of {@link JOB}; `undefined` takes one of these out. */
export function resolve(flags: FlagTexts = {}, variables: Environment = {}): LoginRequest {
  const merged = Object.entries({ ...JOB, ...variables }).filter(([, value]) => value !== undefined);
  return resolveRequest(flagsOf(flags), Object.fromEntries(merged));
}

export function failureOf(action: () => unknown): HelperError {
  try {
    action();
  } catch (failure) {
    assert.ok(failure instanceof HelperError, `not a HelperError: ${String(failure)}`);
    return failure;
  }
  assert.fail("it did not fail");
}

/** Asserts on exit code and on everything that a message must name. */
export function assertRefused(action: () => unknown, exitCode: number, ...named: (string | RegExp)[]): void {
  const failure = failureOf(action);
  const text = `${failure.message}\n${failure.remedy ?? ""}`;
  assert.equal(failure.exitCode, exitCode, text);
  for (const part of named) {
    if (typeof part === "string")
      assert.ok(text.includes(part), `${JSON.stringify(part)} is not in: ${text}`);
    else assert.match(text, part);
  }
  assert.ok(!text.includes(TOKEN), "the token is in the message");
}
