// Help and version: made from the tables, on stdout, with exit code 0.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { COMMANDS } from "../../src/commands/index.ts";
import { EXIT_CODES } from "../../src/errors.ts";
import { ROOT } from "./checkout.ts";
import { runTool } from "./run-tool.ts";

const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

async function stdoutOf(...words: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runTool(words);
  assert.deepEqual([exitCode, stderr], [0, ""], words.join(" "));
  return stdout;
}

describe("cli: help", () => {
  it("of the program names every command and every exit code", async () => {
    const text = await stdoutOf("--help");
    for (const { name, summary } of COMMANDS) {
      assert.match(text, new RegExp(`^ {2}${name} {2,}`, "m"));
      assert.ok(text.replace(/\s+/g, " ").includes(summary), summary);
    }
    for (const { code } of EXIT_CODES) assert.ok(text.includes(`  ${code} `), code);
    assert.equal(await stdoutOf("-h"), text);
    assert.equal(await stdoutOf("help"), text);
  });

  for (const command of COMMANDS)
    it(`of ${command.name} lists each flag with its variables, and has an example`, async () => {
      const text = await stdoutOf(command.name, "--help");
      for (const flag of command.flags) {
        assert.ok(text.includes(`--${flag.name}`), flag.name);
        if (flag.short !== undefined) assert.ok(text.includes(`-${flag.short}, --${flag.name}`), flag.short);
        for (const variable of flag.variables ?? []) assert.ok(text.includes(variable), variable);
        for (const choice of flag.choices ?? []) assert.ok(text.includes(choice), choice);
      }
      for (const example of command.examples) assert.ok(text.includes(example), example);
      assert.ok(command.examples.length > 0);
      assert.ok(
        text.split("\n").every((line) => line.length <= 160),
        "a line is too long to read",
      );
      assert.equal(await stdoutOf(command.name, "-h"), text);
      assert.equal(await stdoutOf("help", command.name), text);
    });

  it("comes also after other flags, and needs nothing of the environment", async () => {
    const text = await stdoutOf("env", "--help");
    assert.equal(await stdoutOf("env", "-d", "1", "--help", "--bogus"), text);
    assert.equal(await stdoutOf("env", "-d1", "-h"), text);
  });

  it("is on stderr where stdout is a script, whose reader would run it", async () => {
    const text = await stdoutOf("env", "--help");
    for (const words of [["--shell", "bash", "--help"], ["-eh"], ["--format", "fish", "-h"]]) {
      const { exitCode, stdout, stderr } = await runTool(["env", ...words]);
      assert.deepEqual([exitCode, stdout, stderr], [0, "", text]);
    }
    const { stdout } = await runTool(["env", "--shell", "bash", "--version"]);
    assert.equal(stdout, "");
  });

  it("of a command that does not exist is an error", async () => {
    const { exitCode, stdout, stderr } = await runTool(["help", "nosuch"]);
    assert.deepEqual([exitCode, stdout], [2, ""]);
    assert.match(stderr, /unknown command "nosuch"/);
  });
});

describe("cli: version", () => {
  for (const words of [["--version"], ["-v"], ["version"]])
    it(words.join(" "), async () => {
      assert.equal(await stdoutOf(...words), `gitlab-aws-credential-helper ${version}\n`);
    });

  for (const { name } of COMMANDS)
    it(`${name} --version`, async () => {
      assert.equal(await stdoutOf(name, "--version"), `gitlab-aws-credential-helper ${version}\n`);
    });
});
