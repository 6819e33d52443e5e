// What holds for the resolver whatever it is given.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EXIT, HelperError } from "../../src/errors.ts";
import { AMBIENT_ROLE_ARN_VARIABLES, REQUEST_FLAGS, TOKEN_VARIABLES } from "../../src/request/inputs.ts";
import { type LoginRequest, resolveRequest } from "../../src/request/resolve.ts";
import { flagsOf } from "./given.ts";

const FLAGS = REQUEST_FLAGS.map(({ name }) => name);
const VARIABLES = [
  ...REQUEST_FLAGS.flatMap(({ variables = [] }) => variables),
  ...AMBIENT_ROLE_ARN_VARIABLES,
  ...TOKEN_VARIABLES,
  "CI_PROJECT_PATH_SLUG",
  "CI_PIPELINE_ID",
];

/** Values that the inputs take; which input gets which is left to chance. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  account: ["012345678901", "999999999999"],
  "role-name": ["0123", "team/deploy", "+=,.@-"],
  arn: ["arn:aws:iam::012345678901:role/0123", "arn:aws-cn:iam::999999999999:role/team/deploy"],
  session: ["1e5", "_+=,.@-"],
  duration: ["900", "43200"],
  region: ["eu-west-1", "cn-north-1", "mars-1"],
  partition: ["aws", "aws-cn"],
  endpoint: ["https://sts.example.com", "http://127.0.0.1:1/x"],
  token: ["GITLAB_OIDC_TOKEN"],
};

const noise = fc.oneof(
  fc.constantFrom("", "899", "a b", "arn:aws:iam::1:user/x", "https://", "__proto__", "toString", "\u0000"),
  fc.constantFrom(...Object.values(GOOD).flat()),
  fc.string({ unit: "binary", maxLength: 80 }),
);

/** Mostly what the input of that name takes. */
function textFor(name: string): fc.Arbitrary<string> {
  const kind = Object.keys(GOOD).find((part) => name.toLowerCase().replaceAll("_", "-").includes(part));
  const good = kind === undefined ? noise : fc.constantFrom(...(GOOD[kind] ?? []));
  return fc.oneof({ weight: 5, arbitrary: good }, { weight: 1, arbitrary: noise });
}

const someOf = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc
    .subarray([...new Set(names)], { maxLength: 4 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, textFor(name)]))));

/** Enough for a request, so that most samples get past the first missing value. */
const base = fc.constantFrom<Record<string, string>>(
  {},
  {
    GITLAB_AWS_ACCOUNT_ID: "012345678901",
    CI_PROJECT_PATH_SLUG: "acme-shop",
    GITLAB_AWS_IDENTITY_TOKEN: "a.b.c",
  },
);

/** The request, or nothing when it was refused. */
function attempt(flags: Record<string, string>, env: Record<string, string>): LoginRequest | undefined {
  // The command line refuses an empty flag value before the resolver sees it.
  const typed = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== ""));
  try {
    return resolveRequest(flagsOf(typed), env);
  } catch (failure) {
    assert.ok(failure instanceof HelperError, `not a HelperError: ${String(failure)}`);
    assert.ok(
      [EXIT.USAGE, EXIT.VALUE, EXIT.TOKEN].some((code) => code === failure.exitCode),
      failure.message,
    );
    return undefined;
  }
}

describe("request: properties", () => {
  it("fails only with errors for users, and accepts only what AWS's patterns allow", () => {
    let accepted = 0;
    fc.assert(
      fc.property(someOf(FLAGS), someOf(VARIABLES), base, (flags, variables, start) => {
        const request = attempt(flags, { ...start, ...variables });
        if (request === undefined) return;
        accepted += 1;
        assert.match(request.account.value, /^[0-9]{12}$/);
        assert.match(
          request.roleArn.value,
          /^arn:aws(-[a-z-]+)?:iam::[0-9]{12}:role\/([!-~]+\/)?[\w+=,.@-]{1,64}$/,
        );
        assert.ok(request.roleArn.value.endsWith(`:${request.account.value}:role/${request.roleName.value}`));
        assert.ok(request.roleName.value.length <= 512);
        assert.match(request.sessionName.value, /^[\w+=,.@-]{2,64}$/);
        assert.ok(Number.isInteger(request.durationSeconds.value));
        assert.ok(request.durationSeconds.value >= 900 && request.durationSeconds.value <= 43200);
        assert.match(request.region.value, /^[a-z0-9-]{1,63}$/);
        assert.match(new URL(request.endpoint.value).protocol, /^https?:$/);
      }),
      { numRuns: 4000 },
    );
    assert.ok(accepted > 400, `only ${accepted} samples were accepted: they prove little`);
  });

  it("is pure: the same input gives the same request, and the environment stays as it was", () => {
    fc.assert(
      fc.property(someOf(FLAGS), someOf(VARIABLES), base, (flags, variables, start) => {
        const env = Object.freeze({ ...start, ...variables });
        assert.deepEqual(attempt(flags, env), attempt(flags, env));
      }),
      { numRuns: 500 },
    );
  });

  it("no message contains the token, in whichever variable it is", () => {
    const secret = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0LXBheWxvYWQ.c2VjcmV0LXNpZ25hdHVyZQ";
    fc.assert(
      fc.property(
        someOf(FLAGS),
        someOf(VARIABLES),
        fc.constantFrom(...TOKEN_VARIABLES),
        (flags, variables, name) => {
          try {
            resolveRequest(flagsOf(flags), { ...variables, [name]: secret });
          } catch (failure) {
            const { message, remedy = "" } = failure as HelperError;
            assert.ok(!`${message}${remedy}`.includes("c2VjcmV0"));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
