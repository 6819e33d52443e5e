// A failure never looks like success: who evaluates stdout gets a statement that fails.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { SHELLS } from "../../src/shells/index.ts";
import { JOB, PROGRAM, runInJob, runTool, start } from "./run-tool.ts";

const NO_TOKEN = { GITLAB_AWS_IDENTITY_TOKEN: "" };

describe("cli: a failing statement in script mode", () => {
  for (const shell of SHELLS)
    for (const name of [shell.name, ...shell.aliases])
      it(`env --shell ${name}`, async () => {
        const { exitCode, stdout, stderr } = await runInJob(["env", "--shell", name], NO_TOKEN);
        assert.equal(exitCode, 4);
        assert.equal(stdout, shell.failure(4));
        assert.match(stderr, /GITLAB_AWS_IDENTITY_TOKEN/);
      });

  const SCRIPTS: readonly (readonly [line: string, stdout: string, exitCode: number])[] = [
    ["env --export", "(exit 4);\n", 4],
    ["env -e", "(exit 4);\n", 4],
    ["env -e=true", "(exit 4);\n", 4],
    ["env --format env", "(exit 4);\n", 4],
    ["env --format=env-no-export", "(exit 4);\n", 4],
    ["env --format fish", "false;\n", 4],
    ["env --format powershell", "throw 'gitlab-aws-credential-helper: failed (exit code 4)';\n", 4],
    ["env --export --bogus", "(exit 2);\n", 2],
    ["env --bogus --export", "(exit 2);\n", 2],
    ["env --shell fish --bogus", "false;\n", 2],
    ["env --shell", "(exit 2);\n", 2],
    ["env --shell=", "(exit 2);\n", 2],
    ["env --shell toString", "(exit 2);\n", 2],
    ["env --shell klingon", "(exit 2);\n", 2],
    ["env --shell fish --export", "false;\n", 2],
    ["env --export --export", "(exit 2);\n", 2],
    ["env -ed 5", "(exit 3);\n", 3],
    ["env --role-name --export --shell fish --export", "false;\n", 2],
    ["evn --export", "(exit 2);\n", 2],
    ["evn --shell powershell", "throw 'gitlab-aws-credential-helper: failed (exit code 2)';\n", 2],
    ["evn --format fish", "false;\n", 2],
    ["toString -e", "(exit 2);\n", 2],
    ["unset", "(exit 2);\n", 2],
    ["unset --shell klingon", "(exit 2);\n", 2],
    ["unset --shell fish word", "false;\n", 2],
    ["unset --bogus --shell fish", "false;\n", 2],
    ["unset --region --shell fish --bogus", "false;\n", 2],
    [
      "unset --region --shell powershell --bogus",
      "throw 'gitlab-aws-credential-helper: failed (exit code 2)';\n",
      2,
    ],
    ["--export env", "(exit 4);\n", 4],
    ["--shell fish env", "false;\n", 4],
    ["-A 123456789012 env -e", "(exit 4);\n", 4],
    ["-e nosuch", "(exit 2);\n", 2],
    ["env --exprot", "(exit 2);\n", 2],
    ["env --shel bash", "(exit 2);\n", 2],
    ["env --fromat=env", "(exit 2);\n", 2],
  ];
  for (const [line, stdout, exitCode] of SCRIPTS)
    it(line, async () => {
      const result = await runInJob(line.split(" "), NO_TOKEN);
      assert.deepEqual([result.stdout, result.exitCode], [stdout, exitCode], result.stderr);
      assert.notEqual(result.stderr, "");
    });

  const OTHERS: readonly string[] = [
    "env",
    "env --format dotenv",
    "env --format json",
    "env --format process",
    "env --format windows-cmd",
    "env --format klingon",
    "env --export=false",
    "env -e=0",
    "env --export=false --bogus",
    "env --role-name --export",
    "env --bogus",
    "process",
    "process --bogus",
    "exec -- true --export",
    "env -- true --shell fish",
    "env true --export",
    "evn",
  ];
  for (const line of OTHERS)
    it(`but nothing: ${line}`, async () => {
      const result = await runInJob(line.split(" "), NO_TOKEN);
      assert.equal(result.stdout, "");
      assert.notEqual(result.exitCode, 0);
    });
});

describe("cli: a failing statement whatever else is broken", () => {
  const skip = process.platform === "linux" ? false : "needs /dev/full";

  it("stderr cannot be written", { skip }, async () => {
    const script = `exec "$0" "$1" env --export 2>/dev/full`;
    const { stdout, exitCode } = await start("/bin/sh", ["-c", script, process.execPath, PROGRAM], {
      env: { ...JOB, ...NO_TOKEN },
    }).result;
    assert.equal(stdout, "(exit 4);\n");
    assert.equal(exitCode, 4);
  });

  it("stdout cannot be written: an error, not a stack", { skip }, async () => {
    const script = `exec "$0" "$1" unset --shell sh >/dev/full`;
    const { stderr, exitCode } = await start("/bin/sh", ["-c", script, process.execPath, PROGRAM]).result;
    assert.equal(exitCode, 7, stderr);
    assert.match(stderr, /^gitlab-aws-credential-helper: .*ENOSPC/);
    assert.doesNotMatch(stderr, /\n\s+at |Node\.js v/);
  });

  it("the reader of stdout has gone away: success, and silence", { skip }, async () => {
    const script = `{ "$0" "$1" unset --shell sh; echo "$?" >&2; } | true`;
    const { stderr } = await start("/bin/sh", ["-c", script, process.execPath, PROGRAM]).result;
    assert.equal(stderr, "0\n");
  });

  it("the working directory is gone", { skip }, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "gone-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const gone = join(folder, "gone");
    mkdirSync(gone);
    // The shell is in the folder when it removes it.
    const script = `rmdir "$2" && exec "$0" "$1" env --export`;
    const { stdout, stderr } = await start("/bin/sh", ["-c", script, process.execPath, PROGRAM, gone], {
      cwd: gone,
      env: { ...JOB, ...NO_TOKEN },
    }).result;
    assert.equal(stdout, "(exit 4);\n", stderr);
    assert.throws(() => rmdirSync(gone));
  });

  it("the environment is empty", async () => {
    const { stdout, exitCode, stderr } = await runTool(["env", "--export"]);
    assert.deepEqual([stdout, exitCode], ["(exit 3);\n", 3], stderr);
  });
});
