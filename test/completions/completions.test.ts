// The completions in their real shells: they load without noise and complete what the tables say.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, type TestContext, test } from "node:test";
import { COMMANDS } from "../../src/commands/index.ts";
import { printed } from "../hooks/printed.ts";

const PROGRAM = "gitlab-aws-credential-helper";
const SHELL_NAMES = ["bash", "zsh", "fish", "powershell"] as const;

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "completions-"));
  mkdirSync(join(folder, "files"));
  writeFileSync(join(folder, "files", "wanted.env"), "");
  mkdirSync(join(folder, "fpath"));
  for (const shell of SHELL_NAMES) {
    const { exitCode, stdout, stderr } = printed("completion", "--shell", shell);
    assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
    writeFileSync(join(folder, shell), stdout);
    if (shell === "zsh") writeFileSync(join(folder, "fpath", `_${PROGRAM}`), stdout);
  }
});
after(() => rmSync(folder, { recursive: true }));

/** Runs a program of this machine to its end; skips the test where it is missing, which on CI is a failure (but for pwsh). */
function runShell(context: TestContext, program: string, ...args: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(folder, "files"),
    encoding: "utf8",
    timeout: 60_000,
    env: { PATH: process.env["PATH"], HOME: folder, LC_ALL: "C.UTF-8", NO_COLOR: "1", TERM: "dumb" },
  });
  if (error !== undefined) {
    assert.ok(process.env["CI"] !== "true" || program === "pwsh", `${program}: ${error.message}`);
    context.skip(`${program} is not installed`);
    return undefined;
  }
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  return stdout;
}

interface Case {
  /** The words after the program's name; the last one is being typed. */
  readonly words: readonly string[];
  /** What is offered, all of it or, with a prefix that only one thing has, that one. */
  readonly offered: readonly string[];
}

const CASES: readonly Case[] = [
  { words: ["proc"], offered: ["process"] },
  { words: ["--ver"], offered: ["--version"] },
  { words: ["env", "--web-identity-token-n"], offered: ["--web-identity-token-name"] },
  { words: ["env", "--shell", "xo"], offered: ["xonsh"] },
  { words: ["hook", "--shell", "zs"], offered: ["zsh"] },
  { words: ["completion", "--shell", "fi"], offered: ["fish"] },
  { words: ["env", "--format", "env-"], offered: ["env-no-export"] },
  { words: ["env", "-d", "900", "--form"], offered: ["--format"] },
  { words: ["env", "-f", "wan"], offered: ["wanted.env"] },
  { words: ["exec", "--", "uptim"], offered: ["uptime"] },
  { words: ["exec", "uptim"], offered: ["uptime"] },
  { words: ["env", "--region", "x", "--", "cat", "wan"], offered: ["wanted.env"] },
  { words: ["env", "-r", "x", "cat", "wan"], offered: ["wanted.env"] },
];

const title = ({ words }: Case): string => words.join(" ");

describe("bash", () => {
  test("loads without noise under every option", (context) => {
    for (const options of [
      ["-eu", "-o", "pipefail"],
      ["--posix", "-eu"],
    ])
      assert.equal(
        runShell(context, "bash", "--norc", ...options, "-c", `. ${folder}/bash; . ${folder}/bash`) ?? "",
        "",
      );
  });

  for (const { words, offered } of CASES)
    test(title({ words, offered }), (context) => {
      const script = `. ${folder}/bash
        COMP_WORDS=(${PROGRAM} ${words.map((word) => `'${word}'`).join(" ")})
        COMP_CWORD=${words.length}
        _gitlab_aws_credential_helper
        # What -o default does when there is nothing.
        ((\${#COMPREPLY[@]})) || COMPREPLY=($(compgen -f -- '${words.at(-1)}'))
        printf '%s\\n' "\${COMPREPLY[@]}" | sort -u`;
      const output = runShell(context, "bash", "--norc", "-u", "-c", script);
      if (output !== undefined) assert.deepEqual(output.trim().split("\n"), offered);
    });

  test("all commands, all flags of a command, nothing where nothing is known", (context) => {
    const script = `. ${folder}/bash
      offer() { COMP_WORDS=(${PROGRAM} "$@"); COMP_CWORD=$#; _gitlab_aws_credential_helper; printf '%s ' "\${COMPREPLY[@]}"; echo; }
      offer ''
      offer exec --
      offer env --role-name ''
      offer env --shell = xo
      offer nonsense ''`;
    const output = runShell(context, "bash", "--norc", "-c", script);
    if (output === undefined) return;
    const [commands = "", flags = "", ...rest] = output.split("\n");
    assert.deepEqual(commands.trim().split(" "), [
      ...COMMANDS.map(({ name }) => name),
      "--help",
      "--version",
    ]);
    const exec = COMMANDS.find(({ name }) => name === "exec");
    assert.deepEqual(
      flags.trim().split(" "),
      exec?.flags.map(({ name }) => `--${name}`),
    );
    assert.deepEqual(
      rest.map((line) => line.trim()),
      ["", "xonsh", "", ""],
    );
  });

  test("shellcheck and shfmt have nothing to say", (context) => {
    runShell(context, "shellcheck", "--shell=bash", join(folder, "bash"));
    runShell(context, "shfmt", "-i", "2", "-ci", "-d", join(folder, "bash"));
  });
});

describe("zsh", () => {
  test("loads without noise from the fpath, and evaluated before and after compinit", (context) => {
    const init = "autoload -Uz compinit; compinit -u -D";
    const load = `eval "$(cat ${folder}/zsh)"; . ${folder}/zsh`;
    for (const script of [
      `fpath=(${folder}/fpath $fpath); ${init}`,
      `${init}; ${load}`,
      `${load}; ${init}; ${load}`,
    ]) {
      const output = runShell(
        context,
        "zsh",
        "-feu",
        "-o",
        "pipefail",
        "-c",
        `${script}; print $_comps[${PROGRAM}]`,
      );
      if (output !== undefined) assert.equal(output, `_${PROGRAM}\n`);
    }
    runShell(context, "zsh", "-feu", "-c", load);
  });

  test("completes", (context) => {
    const lines = CASES.map(({ words }) => `${PROGRAM} ${words.join(" ")}`);
    const output = runShell(
      context,
      "zsh",
      "-f",
      resolve("test/completions/complete.zsh"),
      join(folder, "fpath"),
      ...lines,
    );
    if (output === undefined) return;
    const completed = output
      .trim()
      .split("\n")
      .map((line) => line.trim().replace(/=$/, ""));
    assert.deepEqual(
      completed,
      CASES.map(({ words, offered }) => [PROGRAM, ...words.slice(0, -1), ...offered].join(" ")),
    );
  });
});

describe("fish", () => {
  test("loads without noise, and is formatted", (context) => {
    assert.equal(runShell(context, "fish", "--no-config", "-c", `source ${folder}/fish`) ?? "", "");
    runShell(context, "fish_indent", "--check", join(folder, "fish"));
  });

  for (const { words, offered } of CASES)
    test(title({ words, offered }), (context) => {
      const script = `source ${folder}/fish; complete -C '${PROGRAM} ${words.join(" ")}'`;
      const output = runShell(context, "fish", "--no-config", "-c", script);
      if (output === undefined) return;
      const words_ = output
        .trim()
        .split("\n")
        .map((line) => line.split("\t")[0]);
      assert.deepEqual([...new Set(words_)], offered);
    });
});

describe("PowerShell", () => {
  test("loads without noise and completes, under the strictest settings", (context) => {
    const lines = CASES.map(({ words }) => `'${PROGRAM} ${words.join(" ")}'`);
    const script = `Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
Get-Content -Raw '${folder}/powershell' | Invoke-Expression
foreach ($line in ${lines.join(", ")}) {
    (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' '
}`;
    writeFileSync(join(folder, "script.ps1"), script);
    const output = runShell(
      context,
      "pwsh",
      "-NoProfile",
      "-NonInteractive",
      "-File",
      join(folder, "script.ps1"),
    );
    if (output === undefined) return;
    // The same program in two folders is offered by its path, too.
    const texts = output
      .trim()
      .split("\n")
      .map((line) => (line.split(" ")[0] ?? "").replace(/^\.\//, ""));
    assert.deepEqual(
      texts,
      CASES.flatMap(({ offered }) => offered),
    );
  });
});

test("there is no completion for the other shells", () => {
  const { exitCode, stdout, stderr } = printed("completion", "--shell", "tcsh");
  assert.equal(exitCode, 2);
  assert.equal(stdout, "false;\n");
  assert.match(stderr, /no completion for tcsh/);
});
