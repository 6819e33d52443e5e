// The script of every shell, byte for byte. What they do in the real shells, bats/ proves.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SHELLS, type Shell } from "../../src/shells/index.ts";

/** Set, set with a quote, take out. */
const CHANGES = [
  { name: "AWS_PROFILE", value: undefined },
  { name: "AWS_ACCESS_KEY_ID", value: "ASIA/+=1" },
  { name: "AWS_SESSION_TOKEN", value: "it's \\ $x" },
];

interface Golden {
  readonly script: string;
  readonly unset: string;
  readonly failure: string;
}

const POSIX: Golden = {
  script:
    "unset AWS_PROFILE;\nexport AWS_ACCESS_KEY_ID='ASIA/+=1';\nexport AWS_SESSION_TOKEN=\"it's \\\\ \\$x\";\n",
  unset: "unset AWS_REGION;\nunset AWS_PROFILE;\n",
  failure: "(exit 5);\n",
};

const GOLDEN: Readonly<Record<string, Golden>> = {
  sh: POSIX,
  bash: POSIX,
  zsh: POSIX,
  dash: POSIX,
  ksh: POSIX,
  ash: POSIX,
  fish: {
    script:
      "set -e AWS_PROFILE;\nset -gx AWS_ACCESS_KEY_ID 'ASIA/+=1';\nset -gx AWS_SESSION_TOKEN 'it\\'s \\\\ $x';\ntrue;\n",
    unset: "set -e AWS_REGION;\nset -e AWS_PROFILE;\ntrue;\n",
    failure: "false;\n",
  },
  powershell: {
    script:
      "$env:AWS_PROFILE = $null;\n$env:AWS_ACCESS_KEY_ID = 'ASIA/+=1';\n$env:AWS_SESSION_TOKEN = 'it''s \\ $x';\n",
    unset: "$env:AWS_REGION = $null;\n$env:AWS_PROFILE = $null;\n",
    failure: "throw 'gitlab-aws-credential-helper: failed (exit code 5)';\n",
  },
  nu: {
    script: '{"AWS_PROFILE":null,"AWS_ACCESS_KEY_ID":"ASIA/+=1","AWS_SESSION_TOKEN":"it\'s \\\\ $x"}\n',
    unset: '["AWS_REGION","AWS_PROFILE"]\n',
    failure: "",
  },
  elvish: {
    script:
      "unset-env AWS_PROFILE;\nset-env AWS_ACCESS_KEY_ID 'ASIA/+=1';\nset-env AWS_SESSION_TOKEN 'it''s \\ $x';\n",
    unset: "unset-env AWS_REGION;\nunset-env AWS_PROFILE;\n",
    failure: "fail 'gitlab-aws-credential-helper: failed (exit code 5)';\n",
  },
  xonsh: {
    script:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: ${...} is xonsh's name for the environment
      "${...}.pop('AWS_PROFILE', None);\n$AWS_ACCESS_KEY_ID = 'ASIA/+=1';\n$AWS_SESSION_TOKEN = 'it\\'s \\\\ $x';\n",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    unset: "${...}.pop('AWS_REGION', None);\n${...}.pop('AWS_PROFILE', None);\n",
    failure: "raise RuntimeError('gitlab-aws-credential-helper: failed (exit code 5)');\n",
  },
  tcsh: {
    script:
      "unsetenv AWS_PROFILE;\nsetenv AWS_ACCESS_KEY_ID 'ASIA/+=1';\nsetenv AWS_SESSION_TOKEN $'it\\047s\\040\\134\\040\\044x';\n",
    unset: "unsetenv AWS_REGION;\nunsetenv AWS_PROFILE;\n",
    failure: "false;\n",
  },
  cmd: {
    script: 'set "AWS_PROFILE="\nset "AWS_ACCESS_KEY_ID=ASIA/+=1"\n',
    unset: 'set "AWS_REGION="\nset "AWS_PROFILE="\n',
    failure: "cmd /d /c exit 5\n",
  },
};

/** cmd can carry no quote. */
function changesFor({ name }: Shell): typeof CHANGES {
  return name === "cmd" ? CHANGES.slice(0, 2) : CHANGES;
}

describe("shells: golden scripts", () => {
  // A shell that is not here is not yet golden: its own bats file is what it needs first.
  for (const [name, golden] of Object.entries(GOLDEN)) {
    const shell = SHELLS.find((candidate) => candidate.name === name);
    assert.ok(shell !== undefined, name);
    it(`${name}: script`, () => assert.equal(shell.script(changesFor(shell)), golden.script));
    it(`${name}: unset`, () => assert.equal(shell.unsetScript(["AWS_REGION", "AWS_PROFILE"]), golden.unset));
    it(`${name}: failure`, () => assert.equal(shell.failure(5), golden.failure));
  }
});
