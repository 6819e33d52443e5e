// sade between the grammar and the commands: what was typed must come out of it unchanged.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Flags } from "../../src/arguments/flag-spec.ts";
import { dispatch } from "../../src/cli/program.ts";
import { COMMANDS } from "../../src/commands/index.ts";

/** The flags that a command's handler gets. */
async function dispatched(name: string, values: ReadonlyMap<string, string | boolean>): Promise<Flags> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  assert.ok(command !== undefined);
  let got: Flags | undefined;
  const exitCode = await dispatch(command, { values, child: undefined }, async (flags) => {
    got = flags;
    return 42;
  });
  assert.equal(exitCode, 42);
  assert.ok(got !== undefined);
  return got;
}

const TEXTS = [
  "012345678901",
  "0123",
  "1e5",
  "0x10",
  "true",
  "false",
  "-v",
  "--no-x",
  "--",
  "a=b",
  "=",
  " ",
  "é😀",
  "\n",
  "NaN",
  "__proto__",
];

describe("dispatch: sade changes nothing", () => {
  for (const text of TEXTS)
    it(`${JSON.stringify(text)} stays text`, async () => {
      const flags = await dispatched(
        "env",
        new Map([
          ["aws-account", text],
          ["role-name", text],
        ]),
      );
      assert.equal(flags.value("aws-account"), text);
      assert.equal(flags.value("role-name"), text);
    });

  it("any text for any value flag of any command", async () => {
    for (const command of COMMANDS) {
      const names = command.flags.filter(
        ({ value, valueOptional, repeatable }: Row) => value !== undefined && !valueOptional && !repeatable,
      );
      if (names.length === 0) continue;
      const value = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.constantFrom(...TEXTS));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...names), value, async ({ name }, text) => {
          const flags = await dispatched(command.name, new Map([[name, text]]));
          assert.equal(flags.value(name), text);
          for (const other of names)
            if (other.name !== name) assert.equal(flags.value(other.name), undefined);
        }),
        { numRuns: 100 },
      );
    }
  });

  it("switches are on only where they were given", async () => {
    const on = await dispatched(
      "env",
      new Map<string, string | boolean>([
        ["export", true],
        ["filename", "x"],
      ]),
    );
    assert.equal(on.on("export"), true);
    assert.equal(on.on("debug"), false);
    assert.equal(on.value("filename"), "x");
    const off = await dispatched("env", new Map([["export", false]]));
    assert.equal(off.on("export"), false);
  });

  it("a flag that was not given has no value, whatever its name", async () => {
    const flags = await dispatched("env", new Map());
    for (const name of ["aws-account", "toString", "__proto__", "constructor", "_"]) {
      assert.equal(flags.value(name), undefined);
      assert.equal(flags.on(name), false);
    }
  });
});

/** A flag of the table, which may be of a kind that takes several values. */
interface Row {
  readonly value?: string;
  readonly valueOptional?: boolean;
  readonly repeatable?: boolean;
}
