// The tables from which the tool is made, and what must not drift away from them: names, texts, tests and README.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { FlagSpec } from "../src/arguments/flag-spec.ts";
import { COMMANDS } from "../src/commands/index.ts";
import { EXIT, EXIT_CODES } from "../src/errors.ts";
import { FORMATS } from "../src/outputs/index.ts";
import { AMBIENT_ROLE_ARN_VARIABLES, TOKEN_VARIABLES } from "../src/request/inputs.ts";
import { PARTITIONS } from "../src/request/partitions.ts";
import { SHELLS } from "../src/shells/index.ts";
import { SOURCES } from "../src/sources/index.ts";
import { ROOT } from "./cli/checkout.ts";

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

function assertUnique(names: readonly string[]): void {
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
}

/** One line, not empty, no full stop: it stands in a column of the help. */
function assertSummary(summary: string): void {
  assert.match(summary, /^\S[^\n]*[^\n.\s]$/);
}

describe("tables: shells", () => {
  it("names and aliases are unique", () => {
    assertUnique(SHELLS.flatMap(({ name, aliases }) => [name, ...aliases]));
  });

  it("the names of the contract are there", () => {
    const names = SHELLS.flatMap(({ name, aliases }) => [name, ...aliases]);
    for (const name of [
      "sh",
      "bash",
      "zsh",
      "dash",
      "ksh",
      "ash",
      "fish",
      "powershell",
      "pwsh",
      "cmd",
      "nu",
      "elvish",
      "xonsh",
      "tcsh",
      "csh",
    ])
      assert.ok(names.includes(name), name);
  });

  for (const { name, aliases, load } of SHELLS) {
    it(`${name}: a plain name, a way to load it, a file of its own, a test in the real shell`, () => {
      for (const each of [name, ...aliases]) assert.match(each, NAME);
      assert.equal(load.split("{}").length, 2, load);
      assert.ok(existsSync(join(ROOT, "src", "shells", `${name}.ts`)), "src/shells");
      assert.ok(existsSync(join(ROOT, "bats", `${name}.bats`)), `bats/${name}.bats`);
    });
  }

  it("every file in src/shells is a row, or shared by rows", () => {
    const shared = ["index", "types", "statements", "posix"];
    const files = readdirSync(join(ROOT, "src", "shells")).map((file) => file.replace(/\.ts$/, ""));
    assert.deepEqual(
      files.filter((file) => !shared.includes(file)).sort(),
      SHELLS.map(({ name }) => name).sort(),
    );
  });
});

describe("tables: formats", () => {
  it("names are unique, and those of the contract are there", () => {
    const names = FORMATS.map(({ name }) => name);
    assertUnique(names);
    for (const name of [
      "dotenv",
      "json",
      "process",
      "env",
      "env-no-export",
      "powershell",
      "windows-cmd",
      "fish",
    ])
      assert.ok(names.includes(name), name);
  });

  for (const { name, summary } of FORMATS)
    it(`${name}: has a summary`, () => {
      assert.match(name, NAME);
      assertSummary(summary);
    });
});

describe("tables: sources, partitions", () => {
  it("names are unique", () => {
    assertUnique(SOURCES.map(({ name }) => name));
    assertUnique(PARTITIONS.map(({ name }) => name));
    for (const { summary } of SOURCES) assertSummary(summary);
  });

  it("the first region of a partition is one of its regions", () => {
    for (const { firstRegion, regions } of PARTITIONS) assert.match(firstRegion, regions);
  });
});

describe("tables: exit codes", () => {
  it("every code has a meaning, and every meaning a code", () => {
    const listed = EXIT_CODES.map(({ code }) => code).filter((code) => /^\d+$/.test(code));
    assert.deepEqual(listed.map(Number), Object.values(EXIT));
    for (const { meaning } of EXIT_CODES) assertSummary(meaning);
  });
});

describe("tables: commands", () => {
  it("names are unique", () => assertUnique(COMMANDS.map(({ name }) => name)));

  for (const command of COMMANDS) {
    it(`${command.name}: a plain name, a summary, examples that begin with the program`, () => {
      assert.match(command.name, NAME);
      assertSummary(command.summary);
      assert.ok(command.examples.length > 0);
      for (const example of command.examples)
        assert.ok(example.includes(`gitlab-aws-credential-helper ${command.name}`), example);
    });

    it(`${command.name}: flags are unique, long and short, and each has a summary`, () => {
      assertUnique(command.flags.map(({ name }) => name));
      assertUnique(command.flags.flatMap(({ short }) => (short === undefined ? [] : [short])));
      for (const flag of command.flags) {
        assert.match(flag.name, NAME);
        if (flag.short !== undefined) assert.match(flag.short, /^[A-Za-z]$/);
        assertSummary(flag.summary);
        if (flag.choices !== undefined) assertUnique(flag.choices);
      }
      for (const name of ["help", "debug"])
        assert.ok(
          command.flags.some((flag) => flag.name === name),
          name,
        );
    });
  }

  it("a flag means the same in every command that has it", () => {
    const rows = COMMANDS.flatMap((command) => command.flags);
    for (const { name, short } of rows)
      for (const other of rows) {
        if (other.name === name) assert.equal(other.short, short, name);
        else if (short !== undefined)
          assert.notEqual(other.short, short, `-${short}: --${name} and --${other.name}`);
      }
  });

  it("the flags of the Go tool are there, with their short names", () => {
    const flagsOf = (name: string) => COMMANDS.find((command) => command.name === name)?.flags ?? [];
    const common = [
      ["aws-account", "A"],
      ["role-name", "r"],
      ["role-session-name", "n"],
      ["web-identity-token-name", "j"],
      ["duration-seconds", "d"],
    ];
    const own: Readonly<Record<string, readonly (readonly string[])[]>> = {
      process: [],
      env: [
        ["filename", "f"],
        ["export", "e"],
      ],
      "aws-profile": [["name", "p"]],
    };
    for (const [command, flags] of Object.entries(own))
      for (const [name, short] of [...common, ...flags])
        assert.ok(
          flagsOf(command).some((flag) => flag.name === name && flag.short === short),
          `${command} -${short}, --${name}`,
        );
  });
});

describe("tables: README", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const flags: FlagSpec[] = COMMANDS.flatMap((command) => [...command.flags]);

  /** The text between backticks, and in blocks of code: where names of the tool stand. */
  const code = [...readme.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([text]) => text).join("\n");

  function assertNamed(word: string): void {
    const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // Not assert.match: its message would be the whole README.
    assert.ok(new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(code), `README does not name ${word}`);
  }

  for (const { name } of COMMANDS) it(`names the command ${name}`, () => assertNamed(name));

  it("names every flag, long and short", () => {
    for (const { name, short } of flags) {
      assertNamed(`--${name}`);
      if (short !== undefined) assertNamed(`-${short}`);
    }
  });

  it("names every variable that is read", () => {
    for (const name of [
      ...flags.flatMap(({ variables = [] }) => variables),
      ...AMBIENT_ROLE_ARN_VARIABLES,
      ...TOKEN_VARIABLES,
    ])
      assertNamed(name);
  });

  it("names every shell, alias and format", () => {
    for (const { name, aliases } of SHELLS) for (const each of [name, ...aliases]) assertNamed(each);
    for (const { name } of FORMATS) assertNamed(name);
  });

  it("names every exit code in its table", () => {
    for (const { code: exitCode } of EXIT_CODES)
      assert.ok(readme.includes(`| ${exitCode} |`) || readme.includes(`| \`${exitCode}\` |`), exitCode);
  });

  it("names no flag that does not exist", () => {
    const known = new Set([...flags.map(({ name }) => name), "version"]);
    const commandLines = code.match(/gitlab-aws-credential-helper [^\n]*/g) ?? [];
    assert.ok(commandLines.length > 5, "the README has too few command lines");
    for (const line of commandLines) {
      // What comes after the pipe, the quote or the dashes belongs to another program.
      const own = line.split(/ -- | \||\)"|`|;/)[0] ?? "";
      for (const [, name = ""] of own.matchAll(/(?<=\s)--([a-z][a-z-]*)/g))
        assert.ok(known.has(name), `${line}: --${name}`);
    }
  });
});
