// Bad input, one row a case: exit code, what stderr names, an empty stdout where nobody evaluates it, and no call to AWS.
import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { after, before, describe, it } from "node:test";
import { makeToken } from "../id-token/tokens.ts";
import { type Counter, JOB, runTool, startCounter } from "./run-tool.ts";

interface Case {
  readonly words: readonly string[];
  /** Beside those of a job; `undefined` takes one out. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly exitCode: number;
  readonly names: readonly (string | RegExp)[];
}

const EXPIRED = makeToken({ exp: 1_700_000_000 });
const MANY = "x".repeat(65);

const CASES: readonly Case[] = [
  // 2: usage
  { words: [], exitCode: 2, names: ["no command", "process, env", "--help"] },
  { words: ["evn"], exitCode: 2, names: ['unknown command "evn"', "process, env"] },
  ...["toString", "__proto__", "constructor", "hasOwnProperty"].map((name) => ({
    words: [name],
    exitCode: 2,
    names: [`unknown command "${name}"`],
  })),
  { words: ["--quiet", "env"], exitCode: 2, names: ["unknown flag --quiet for env"] },
  { words: ["env", "--toString"], exitCode: 2, names: ["unknown flag --toString"] },
  { words: ["env", "--regoin", "eu-west-1"], exitCode: 2, names: ["unknown flag --regoin", "--region"] },
  {
    words: ["process", "--bogus=s3cr3t-value"],
    exitCode: 2,
    names: ["unknown flag --bogus", /^(?![\s\S]*s3cr3t)/],
  },
  { words: ["process", "-x"], exitCode: 2, names: ["unknown flag -x"] },
  { words: ["process", "-d", "900", "-d", "900"], exitCode: 2, names: ["--duration-seconds is given twice"] },
  { words: ["process", "-A", "1", "--aws-account=2"], exitCode: 2, names: ["--aws-account is given twice"] },
  { words: ["process", "--role-name="], exitCode: 2, names: ["--role-name has an empty value"] },
  { words: ["process", "-r", ""], exitCode: 2, names: ["--role-name has an empty value"] },
  { words: ["process", "-r"], exitCode: 2, names: ["--role-name needs a value"] },
  { words: ["process", "word"], exitCode: 2, names: ['takes no argument "word"'] },
  { words: ["env", "--format", "yaml"], exitCode: 2, names: ["--format", '"yaml"', "dotenv"] },
  { words: ["env", "--format", "toString"], exitCode: 2, names: ["--format", "toString"] },
  {
    words: ["process", "-j", "A", "--web-identity-token-file", "b"],
    exitCode: 2,
    names: ["--web-identity-token-name", "--web-identity-token-file"],
  },
  { words: ["env", "--"], exitCode: 2, names: ["no command after --"] },
  // 3: a value
  {
    words: ["process"],
    env: { GITLAB_AWS_ACCOUNT_ID: undefined },
    exitCode: 3,
    names: ["account", "GITLAB_AWS_ACCOUNT_ID", "--aws-account"],
  },
  {
    words: ["process"],
    env: { GITLAB_AWS_ACCOUNT_ID: "" },
    exitCode: 3,
    names: ["GITLAB_AWS_ACCOUNT_ID is set, but empty"],
  },
  { words: ["process", "-A", "12345"], exitCode: 3, names: ["--aws-account", '"12345"', "12 digits"] },
  {
    words: ["process"],
    env: { GITLAB_AWS_ACCOUNT_ID: "12345678901x" },
    exitCode: 3,
    names: ["GITLAB_AWS_ACCOUNT_ID", '"12345678901x"', "12 digits"],
  },
  {
    words: ["process"],
    env: { CI_PROJECT_PATH_SLUG: undefined },
    exitCode: 3,
    names: ["CI_PROJECT_PATH_SLUG", "--role-name"],
  },
  { words: ["process", "-r", "a b"], exitCode: 3, names: ["--role-name", '"a b"', "letters, digits"] },
  { words: ["process", "-r", MANY], exitCode: 3, names: ["--role-name", MANY, "64"] },
  {
    words: ["process"],
    env: { GITLAB_AWS_ROLE_NAME: "a b" },
    exitCode: 3,
    names: ["GITLAB_AWS_ROLE_NAME", '"a b"'],
  },
  {
    words: ["process", "--role-arn", "arn:aws:iam::012345678901:user/x"],
    exitCode: 3,
    names: ["--role-arn", "user/x", "role/NAME"],
  },
  {
    words: ["process", "--role-arn", "arn:aws:iam::999999999999:role/x", "-A", "012345678901"],
    exitCode: 3,
    names: ["--role-arn", "--aws-account"],
  },
  { words: ["process", "-n", "x"], exitCode: 3, names: ["--role-session-name", '"x"', "2 to 64"] },
  {
    words: ["process"],
    env: { AWS_ROLE_SESSION_NAME: "a b" },
    exitCode: 3,
    names: ["AWS_ROLE_SESSION_NAME", '"a b"'],
  },
  { words: ["process", "-d", "899"], exitCode: 3, names: ["--duration-seconds", '"899"', "900", "43200"] },
  { words: ["process", "-d1h"], exitCode: 3, names: ["--duration-seconds", '"1h"'] },
  { words: ["process", "-d", "-900"], exitCode: 3, names: ["--duration-seconds", '"-900"'] },
  {
    words: ["process"],
    env: { GITLAB_AWS_DURATION_SECONDS: "99999" },
    exitCode: 3,
    names: ["GITLAB_AWS_DURATION_SECONDS", '"99999"'],
  },
  { words: ["process", "--region", "EU_WEST"], exitCode: 3, names: ["--region", '"EU_WEST"'] },
  { words: ["process"], env: { AWS_REGION: "eu west" }, exitCode: 3, names: ["AWS_REGION", '"eu west"'] },
  { words: ["process", "--partition", "mars"], exitCode: 3, names: ["--partition", '"mars"', "aws-cn"] },
  {
    words: ["process", "--partition", "aws-cn", "--region", "eu-west-1"],
    exitCode: 3,
    names: ["--partition", "--region"],
  },
  { words: ["process", "-j", "not-a-name"], exitCode: 3, names: ["--web-identity-token-name"] },
  // 4: the token
  {
    words: ["process"],
    env: { GITLAB_AWS_IDENTITY_TOKEN: undefined },
    exitCode: 4,
    names: ["GITLAB_AWS_IDENTITY_TOKEN is not set", "id_tokens:"],
  },
  {
    words: ["process"],
    env: { GITLAB_AWS_IDENTITY_TOKEN: "" },
    exitCode: 4,
    names: ["GITLAB_AWS_IDENTITY_TOKEN is set, but empty"],
  },
  { words: ["process", "-j", "OTHER"], exitCode: 4, names: ["OTHER", "--web-identity-token-name"] },
  {
    words: ["process"],
    env: { GITLAB_AWS_IDENTITY_TOKEN: "s3cr3t-nonsense" },
    exitCode: 4,
    names: ["GITLAB_AWS_IDENTITY_TOKEN is malformed", /^(?![\s\S]*s3cr3t)/],
  },
  {
    words: ["process"],
    env: { GITLAB_AWS_IDENTITY_TOKEN: EXPIRED },
    exitCode: 4,
    names: ["expired at 2023-11-14", "timeout"],
  },
  {
    words: ["process"],
    env: { GITLAB_AWS_IDENTITY_TOKEN: makeToken({ exp: -1e20 }) },
    exitCode: 4,
    names: ["expired"],
  },
  {
    words: ["process", "--web-identity-token-file", "/nonexistent/token"],
    exitCode: 4,
    names: ["/nonexistent/token", "ENOENT"],
  },
  // 7: files
  { words: ["env", "-f", tmpdir()], exitCode: 7, names: ["--filename", tmpdir(), "folder"] },
];

describe("cli: bad input", () => {
  let counter: Counter;
  const endings: (() => void)[] = [];
  before(async () => {
    counter = await startCounter({ after: (end) => void endings.push(end as () => void) });
  });
  after(() => {
    for (const end of endings) end();
  });

  for (const { words, env, exitCode, names } of CASES)
    it(`${words.join(" ") || "nothing"}${
      env === undefined
        ? ""
        : ` with ${Object.entries(env)
            .map(([name, value]) => `${name}=${value?.slice(0, 20) ?? "(unset)"}`)
            .join(" ")}`
    }: ${exitCode}`, async () => {
      const merged = Object.entries({ AWS_ENDPOINT_URL_STS: counter.url, ...JOB, ...env }).filter(
        ([, value]) => value !== undefined,
      );
      const result = await runTool(words, { env: Object.fromEntries(merged) });
      assert.equal(result.exitCode, exitCode, result.stderr);
      assert.equal(result.stdout, "");
      assert.match(result.stderr, /^gitlab-aws-credential-helper: /);
      for (const name of names) {
        if (typeof name === "string")
          assert.ok(result.stderr.includes(name), `${name} is not in: ${result.stderr}`);
        else assert.match(result.stderr, name);
      }
      assert.doesNotMatch(result.stderr, /eyJ|\n\s+at |unexpected/);
      const lines = result.stderr.trimEnd().split("\n").length;
      assert.ok(lines <= (words[0] === "process" ? 1 : 3), `${lines} lines: ${result.stderr}`);
      assert.equal(counter.connections(), 0, "AWS was asked");
    });
});
