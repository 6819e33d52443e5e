// The embedded STS as a command.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { jsonOf } from "./client.ts";

const MAIN = fileURLToPath(new URL("../../embedded-sts/main.js", import.meta.url));

function start(t: TestContext, ...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ["pipe", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  return child;
}

async function readyLine(child: ChildProcess) {
  assert.ok(child.stdout);
  const [line] = await once(createInterface(child.stdout), "line");
  return JSON.parse(line);
}

async function assumed(ready: { url: string; roleArn: string; token: string }): Promise<number> {
  const form = {
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: ready.roleArn,
    RoleSessionName: "session",
    WebIdentityToken: ready.token,
  };
  return (await fetch(ready.url, { method: "POST", body: new URLSearchParams(form) })).status;
}

test("it says in one line of JSON where it is, and its token is good for its role", async (t) => {
  const child = start(t);
  const ready = await readyLine(child);
  assert.match(ready.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(ready.pid, child.pid);
  assert.equal(ready.providerArn, "arn:aws:iam::123456789012:oidc-provider/gitlab.example.com");
  assert.equal(await assumed(ready), 200);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  test(`${signal} ends it with code 0, also while a call hangs`, async (t) => {
    const child = start(t);
    const ready = await readyLine(child);
    await fetch(`${ready.url}/_control/faults`, { method: "POST", body: '{"fault":"hang"}' });
    const hanging = fetch(ready.url).catch(() => "ended");
    const seen = async () =>
      (await jsonOf<{ requests: unknown[] }>(await fetch(`${ready.url}/_control/requests`))).requests.length;
    while ((await seen()) === 0);
    child.kill(signal);
    assert.deepEqual(await once(child, "exit"), [0, null]);
    assert.equal(await hanging, "ended");
  });
}

test("with --until-stdin-ends it ends when stdin does", async (t) => {
  const child = start(t, "--until-stdin-ends");
  await readyLine(child);
  child.stdin?.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("without it, an ended stdin changes nothing", async (t) => {
  const child = start(t);
  child.stdin?.end();
  assert.equal(await assumed(await readyLine(child)), 200);
});

test("flags win over the configuration file", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "embedded-sts-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const config = join(folder, "sts.json");
  writeFileSync(
    config,
    JSON.stringify({ projectPath: "from/file", audience: "from-file", partition: "aws-cn" }),
  );
  const ready = await readyLine(start(t, "--config", config, "--project", "from/flag"));
  assert.equal(ready.projectPath, "from/flag");
  assert.equal(ready.audience, "from-file");
  assert.equal(ready.roleArn, "arn:aws-cn:iam::123456789012:role/gitlab-from-flag");
  assert.equal(await assumed(ready), 200);
});

for (const words of [["--nonsense"], ["--port", "x"], ["--config", "/nowhere/sts.json"], ["word"]]) {
  test(`${words.join(" ")}: a message, the usage, code 2, nothing on stdout`, async (t) => {
    const child = start(t, ...words);
    const text = { stdout: "", stderr: "" };
    child.stdout?.on("data", (chunk) => (text.stdout += chunk));
    child.stderr?.on("data", (chunk) => (text.stderr += chunk));
    assert.deepEqual(await once(child, "close"), [2, null]);
    assert.equal(text.stdout, "");
    assert.match(text.stderr, /^embedded-sts: .+\n(?:.*\n)*usage: /);
  });
}
