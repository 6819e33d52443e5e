// `env`: the forms of its output, and where it goes.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { start } from "../cli/run-tool.ts";
import { credentialsAnswer, FIELDS, refusal } from "../sts/server.ts";
import { startBench } from "./asking.ts";

const DOTENV = `AWS_ACCESS_KEY_ID=${FIELDS.AccessKeyId}\nAWS_SECRET_ACCESS_KEY=${FIELDS.SecretAccessKey}\nAWS_SESSION_TOKEN=${FIELDS.SessionToken}\nAWS_CREDENTIAL_EXPIRATION=${FIELDS.Expiration}\n`;

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "env-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("env: what is printed", () => {
  it("dotenv by default, and nothing on stderr", async (t) => {
    const { run } = await startBench(t);
    assert.deepEqual(await run(["env"]), { exitCode: 0, signal: null, stdout: DOTENV, stderr: "" });
  });

  it("--export=false is dotenv, too", async (t) => {
    const { run } = await startBench(t);
    assert.equal((await run(["env", "--export=false"])).stdout, DOTENV);
  });

  it("with --region two variables more; a region in a variable is not handed on", async (t) => {
    const { run } = await startBench(t);
    assert.equal(
      (await run(["env", "--region", "eu-west-1"])).stdout,
      `${DOTENV}AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\n`,
    );
    assert.equal((await run(["env"], { env: { AWS_REGION: "eu-west-1" } })).stdout, DOTENV);
  });

  it("--export, -e, --shell sh and --format env are the same script, that a shell evaluates", async (t) => {
    const { run } = await startBench(t);
    const [first, ...others] = await Promise.all(
      [["--export"], ["-e"], ["--shell", "sh"], ["--format", "env"]].map((flags) => run(["env", ...flags])),
    );
    for (const other of others) assert.deepEqual(other, first);
    const { stdout } = await start(
      "/bin/sh",
      [
        "-ec",
        `eval "$1"; printf '%s|' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_CREDENTIAL_EXPIRATION" "$GITLAB_AWS_CREDENTIAL_EXPIRES_AT" "\${AWS_PROFILE-gone}"`,
        "sh",
        first?.stdout ?? "",
      ],
      { env: { AWS_PROFILE: "stale" } },
    ).result;
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = FIELDS;
    assert.equal(
      stdout,
      [
        AccessKeyId,
        SecretAccessKey,
        SessionToken,
        Expiration,
        Date.parse(Expiration) / 1000,
        "gone",
        "",
      ].join("|"),
    );
  });

  it("forms exclude one another", async (t) => {
    const { run, server } = await startBench(t);
    for (const flags of [
      ["-e", "--shell", "sh"],
      ["-e", "--format", "json"],
      ["--shell", "sh", "--format", "json"],
    ]) {
      const { exitCode, stderr } = await run(["env", ...flags]);
      assert.equal(exitCode, 2);
      assert.match(stderr, /--export, --shell and --format exclude one another/);
    }
    assert.equal(server.requests.length, 0);
  });

  it("a dotenv over GitLab's limit draws a warning on stderr, a script does not", async (t) => {
    const { run } = await startBench(t, credentialsAnswer({ SessionToken: "t".repeat(5120) }));
    const { exitCode, stderr, stdout } = await run(["env"]);
    assert.equal(exitCode, 0);
    assert.match(stderr, /warning: .*5120 bytes/);
    assert.doesNotMatch(stderr, /ttt/);
    assert.ok(stdout.length > 5120);
    assert.equal((await run(["env", "--export"])).stderr, "");
  });

  it("a value that the form cannot hold is exit code 7", async (t) => {
    const { run } = await startBench(t, credentialsAnswer({ SessionToken: "a$b-cannot-pass" }));
    for (const flags of [[], ["--shell", "cmd"], ["--format", "windows-cmd"]]) {
      const { exitCode, stderr } = await run(["env", ...flags]);
      assert.equal(exitCode, 7, stderr);
      assert.match(stderr, /AWS_SESSION_TOKEN/);
      assert.doesNotMatch(stderr, /cannot-pass/);
    }
  });

  it("a denial: AWS's words on stderr, exit code 5, one call", async (t) => {
    const { run, server } = await startBench(
      t,
      refusal(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
    );
    const { exitCode, stdout, stderr } = await run(["env", "--export"]);
    assert.deepEqual([exitCode, stdout, server.requests.length], [5, "(exit 5);\n", 1]);
    assert.match(stderr, /AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity/);
  });
});

describe("env -f", () => {
  it("writes any form into a file of mode 0600 and prints nothing", async (t) => {
    const { run } = await startBench(t);
    const file = join(folderFor(t), "aws.env");
    for (const [flags, beginning] of [
      [[], "AWS_ACCESS_KEY_ID="],
      [["--export"], "unset AWS_PROFILE;"],
      [["--format", "json"], "{"],
    ] as const) {
      assert.deepEqual(await run(["env", ...flags, "-f", file]), {
        exitCode: 0,
        signal: null,
        stdout: "",
        stderr: "",
      });
      assert.ok(readFileSync(file, "utf8").startsWith(beginning));
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
  });

  it("in the forms of the Go tool: -fFILE and -ef FILE", async (t) => {
    const { run } = await startBench(t);
    const folder = folderFor(t);
    await run(["env", `-f${join(folder, "one")}`]);
    await run(["env", "-ef", join(folder, "two")]);
    assert.equal(readFileSync(join(folder, "one"), "utf8"), DOTENV);
    assert.match(readFileSync(join(folder, "two"), "utf8"), /^export AWS_ACCESS_KEY_ID=/m);
  });

  it("makes no folder: one that is missing is an error, before AWS is asked", async (t) => {
    const { run, server } = await startBench(t);
    const folder = folderFor(t);
    const { exitCode, stderr } = await run(["env", "-f", join(folder, "mistyped", "aws.env")]);
    assert.deepEqual([exitCode, server.requests.length, readdirSync(folder)], [7, 0, []]);
    assert.match(stderr, /there is no folder .*mistyped/);
  });

  it("a file in the place of the folder is an error before AWS is asked, too", async (t) => {
    const { run, server } = await startBench(t);
    const file = join(folderFor(t), "file");
    writeFileSync(file, "");
    const { exitCode, stderr } = await run(["env", "-f", join(file, "aws.env")]);
    assert.deepEqual([exitCode, server.requests.length], [7, 0]);
    assert.match(stderr, /there is no folder .*file/);
  });

  it("leaves the file alone when AWS says no", async (t) => {
    const { run } = await startBench(t, refusal(403, "AccessDenied", "no"));
    const folder = folderFor(t);
    const file = join(folder, "aws.env");
    assert.equal((await run(["env", "-f", file])).exitCode, 5);
    assert.deepEqual(readdirSync(folder), []);
    writeFileSync(file, "before");
    assert.equal((await run(["env", "-f", file])).exitCode, 5);
    assert.equal(readFileSync(file, "utf8"), "before");
  });

  it("on a device writes to it", { skip: process.platform !== "linux" }, async (t) => {
    const { run } = await startBench(t);
    assert.equal((await run(["env", "-f", "/dev/stdout"])).stdout, DOTENV);
  });

  it("with a command is refused before AWS is asked", async (t) => {
    const { run, server } = await startBench(t);
    for (const flags of [["-f", "x"], ["--export"], ["--shell", "fish"], ["--format", "json"]]) {
      const { exitCode, stderr } = await run(["env", ...flags, "--", "true"]);
      assert.equal(exitCode, 125);
      assert.match(stderr, /exclude a command/);
    }
    assert.equal(server.requests.length, 0);
  });
});
