// A command run with credentials, through the real program: environment, streams, signals, exit code.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { JOB, PROGRAM, start } from "../cli/run-tool.ts";
import { startBench } from "../commands/asking.ts";
import { FIELDS, refusal } from "../sts/server.ts";

describe("child: run", { skip: process.platform === "win32" }, () => {
  for (const lead of [["env", "--"], ["exec", "--"], ["env"], ["exec"], ["env", "-d900"]])
    it(`${lead.join(" ")}: credentials in, stale variables out, nothing printed`, async (t) => {
      const { run } = await startBench(t);
      const script =
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own
        'printf \'%s|\' "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" "$AWS_SESSION_TOKEN" "$AWS_CREDENTIAL_EXPIRATION" "${AWS_PROFILE-gone}" "${AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED-gone}" "$KEPT"';
      const env = { AWS_PROFILE: "stale", KEPT: "a b" };
      const { exitCode, stdout, stderr } = await run([...lead, "sh", "-c", script], { env });
      const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = FIELDS;
      assert.equal(
        stdout,
        [AccessKeyId, SecretAccessKey, SessionToken, Expiration, "gone", "gone", "a b", ""].join("|"),
      );
      assert.deepEqual([exitCode, stderr], [0, ""]);
    });

  it("arguments arrive byte for byte, its own --help, -f and -- too", async (t) => {
    const { run } = await startBench(t);
    const words = ["--help", "-f", "--", "", "a b", "'", "é😀", "--export", "-e=1", "\n"];
    for (const lead of [["env", "--"], ["env"], ["exec"]])
      assert.equal(
        (await run([...lead, "printf", "<%s>", ...words])).stdout,
        words.map((word) => `<${word}>`).join(""),
      );
  });

  it("standard input, output and error are the command's own", async (t) => {
    const { run } = await startBench(t);
    const { stdout, stderr } = await run(["env", "--", "sh", "-c", "cat; echo oops >&2"], {
      stdin: "from the pipe",
    });
    assert.deepEqual([stdout, stderr], ["from the pipe", "oops\n"]);
  });

  it("--region is in the environment, a region that was not asked for is not changed", async (t) => {
    const { run } = await startBench(t);
    const script = 'echo "$AWS_REGION $AWS_DEFAULT_REGION"';
    assert.equal(
      (await run(["env", "--region", "eu-west-1", "--", "sh", "-c", script])).stdout,
      "eu-west-1 eu-west-1\n",
    );
    assert.equal(
      (await run(["env", "--", "sh", "-c", script], { env: { AWS_REGION: "eu-west-2" } })).stdout,
      "eu-west-2 \n",
    );
  });

  for (const exitCode of [0, 1, 2, 7, 125, 126, 127, 255])
    it(`exit code ${exitCode} is the command's`, async (t) => {
      const { run } = await startBench(t);
      assert.equal((await run(["env", "--", "sh", "-c", `exit ${exitCode}`])).exitCode, exitCode);
    });

  for (const signal of ["SIGTERM", "SIGKILL", "SIGINT", "SIGPIPE"] as const)
    it(`ended by ${signal}: the tool is ended by it too`, async (t) => {
      const { run } = await startBench(t);
      const { exitCode, signal: own } = await run(["env", "--", "sh", "-c", `kill -${signal.slice(3)} $$`]);
      assert.deepEqual([exitCode, own], [null, signal]);
    });

  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT", "SIGUSR1", "SIGUSR2"] as const)
    it(`${signal} reaches the command, from its first moment on`, async (t) => {
      const { server } = await startBench(t);
      const folder = mkdtempSync(join(tmpdir(), "signal-"));
      t.after(() => rmSync(folder, { recursive: true }));
      const env = { ...JOB, AWS_ENDPOINT_URL_STS: server.url, PID_FILE: join(folder, "pid") };
      // The command itself sends the signal to the tool. With execve both are the same process; else it must be passed on.
      const command = `read -r TOOL < "$PID_FILE"; trap 'echo caught; exit 9' ${signal.slice(3)}; kill -${signal.slice(3)} "$TOOL"; n=0; while [ "$n" -lt 100 ]; do sleep 0.02; n=$((n + 1)); done; echo missed`;
      const wrapper = `echo $$ > "$PID_FILE"; exec "$@"`;
      const words = ["-c", wrapper, "sh", process.execPath, PROGRAM, "env", "--", "sh", "-c", command];
      const { exitCode, stdout } = await start("/bin/sh", words, { env, detached: true }).result;
      assert.deepEqual([exitCode, stdout], [9, "caught\n"]);
    });

  it("not found: 127, before AWS is asked", async (t) => {
    const { run, server } = await startBench(t);
    const { exitCode, stderr } = await run(["env", "--", "no-such-command"]);
    assert.equal(exitCode, 127);
    assert.match(stderr, /"no-such-command" was not found/);
    assert.equal(server.requests.length, 0, "AWS was asked");
  });

  it("cannot be executed: 126, before AWS is asked", async (t) => {
    const { run, server } = await startBench(t);
    const { exitCode, stderr } = await run(["env", "--", "/etc/passwd"]);
    assert.equal(exitCode, 126);
    assert.match(stderr, /\/etc\/passwd cannot be executed/);
    assert.equal(server.requests.length, 0, "AWS was asked");
  });

  it("a failure of the tool itself is 125, whatever it is, and the command does not run", async (t) => {
    const { run } = await startBench(t, refusal(403, "AccessDenied", "no"));
    const command = ["--", "echo", "it ran"];
    for (const words of [
      ["env", ...command],
      ["exec", ...command],
      ["exec"],
      ["exec", "--"],
      ["env", "--bogus", ...command],
      ["env", "-A", "1", ...command],
      ["env", "-j", "MISSING", ...command],
      ["env", "-f", "x", ...command],
      ["env", "--", ""],
      ["env", ""],
    ]) {
      const { exitCode, stdout } = await run(words);
      assert.deepEqual([exitCode, stdout], [125, ""], words.join(" "));
    }
  });

  it("--help=false before a command still runs it, and prints no credentials", async (t) => {
    const { run } = await startBench(t);
    assert.equal((await run(["env", "--help=false", "--", "echo", "it ran"])).stdout, "it ran\n");
  });
});
