// No secret on either stream, whatever the command, with --debug.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { COMMANDS } from "../../src/commands/index.ts";
import { JOB, type Result, runTool, TOKEN } from "../cli/run-tool.ts";
import { type Behaviour, credentialsAnswer, FIELDS, refusal } from "../sts/server.ts";
import { startBench } from "./asking.ts";

/** The parts of a token are as secret as the whole. */
const TOKEN_PARTS = [TOKEN, TOKEN.split(".")[1] ?? TOKEN, TOKEN.split(".")[2] ?? TOKEN];
const KEYS = [FIELDS.SecretAccessKey, FIELDS.SessionToken];

function assertHides({ stdout, stderr }: Result, what: string): void {
  for (const secret of TOKEN_PARTS)
    assert.ok(!`${stdout}${stderr}`.includes(secret), `${what} shows the token: ${stderr}`);
  for (const secret of KEYS) assert.ok(!stderr.includes(secret), `${what} shows a key: ${stderr}`);
}

/** Enough for each command to come to its point. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  env: ["--export"],
  exec: ["--", "true"],
  unset: ["--shell", "sh"],
  hook: ["sh"],
  completion: ["bash"],
};

const ANSWERS: readonly (readonly [what: string, behaviour: Behaviour])[] = [
  ["credentials", credentialsAnswer()],
  ["a refusal that repeats the token", refusal(400, "InvalidIdentityToken", `bad token ${TOKEN} here`)],
  ["half of the credentials", credentialsAnswer({ SessionToken: undefined })],
  ["a page with the token in it", { status: 502, body: `<html>${TOKEN}</html>` }],
];

describe("secrets: every command with --debug", () => {
  for (const { name } of COMMANDS)
    for (const [what, behaviour] of ANSWERS)
      it(`${name}, AWS answers with ${what}`, async (t) => {
        const { run } = await startBench(t, behaviour);
        const [first = [], ...rest] = [WORDS[name] ?? []];
        assertHides(await run([name, "--debug", ...first, ...rest]), name);
      });

  it("--debug says where each value comes from", async (t) => {
    const { run } = await startBench(t);
    const { stderr } = await run(["process", "--debug", "-r", "deploy"]);
    for (const part of [
      "012345678901 (GITLAB_AWS_ACCOUNT_ID)",
      "deploy (--role-name)",
      "3600 (default)",
      "variable GITLAB_AWS_IDENTITY_TOKEN",
      "(AWS_ENDPOINT_URL_STS)",
    ])
      assert.ok(stderr.includes(part), `${part} is not in: ${stderr}`);
  });
});

describe("secrets: put in the wrong place", () => {
  const WRONG: readonly (readonly string[])[] = [
    ["process", TOKEN],
    [TOKEN],
    ["env", "-j", TOKEN],
    ["env", "--role-name", TOKEN],
    ["env", "--aws-account", TOKEN],
    ["env", "--region", TOKEN],
    ["env", "--web-identity-token-file", TOKEN],
    ["env", "--sts-endpoint", `https://user:${TOKEN}@sts.example.com`],
    ["env", "--shell", TOKEN],
    ["env", `--${TOKEN}`],
    ["env", `--bogus=${TOKEN}`],
    ["unset", "--shell", TOKEN],
    ["exec", "--", TOKEN],
  ];
  for (const words of WRONG)
    it(words.join(" ").replace(TOKEN, "TOKEN"), async (t) => {
      const { run } = await startBench(t);
      const result = await run([...words.slice(0, 1), "--debug", ...words.slice(1)]);
      assert.notEqual(result.exitCode, 0);
      assertHides(result, words[0] ?? "");
      assertHides(await run(words), words[0] ?? "");
    });

  it("a file instead of a path, in AWS_WEB_IDENTITY_TOKEN_FILE", async () => {
    const env = { ...JOB, GITLAB_AWS_IDENTITY_TOKEN: "", AWS_WEB_IDENTITY_TOKEN_FILE: TOKEN };
    assertHides(await runTool(["process", "--debug"], { env }), "process");
  });

  it("a token from a file is hidden as well", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "token-"));
    t.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "token");
    writeFileSync(file, `${TOKEN}\n`);
    const { run } = await startBench(t, refusal(400, "InvalidIdentityToken", `bad token ${TOKEN}`));
    assertHides(await run(["process", "--debug", "--web-identity-token-file", file]), "process");
  });
});
