// What no shell, or one shell, can hold: a clear error, never an approximation.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { EXIT, HelperError } from "../../src/errors.ts";
import { SHELLS } from "../../src/shells/index.ts";

function refusalOf(action: () => unknown): string {
  try {
    action();
  } catch (failure) {
    assert.ok(failure instanceof HelperError, String(failure));
    assert.equal(failure.exitCode, EXIT.FILE);
    return `${failure.message} ${failure.remedy ?? ""}`;
  }
  assert.fail("it was not refused");
}

describe("shells: what cannot be held", () => {
  for (const shell of SHELLS)
    it(`${shell.name}: NUL and half a surrogate pair`, () => {
      for (const value of ["a\0b", "\0", "x\ud83d", "\ude00x", "\ude00\ud83d"])
        assert.match(
          refusalOf(() => shell.script([{ name: "AWS_SESSION_TOKEN", value }])),
          /AWS_SESSION_TOKEN/,
        );
    });

  const cmd = SHELLS.find(({ name }) => name === "cmd");

  it("cmd: everything but A-Za-z0-9+/=_.:@,- and the empty value, naming the way out", () => {
    const safe = "ABCXYZabcxyz0189+/=_.:@,-";
    assert.equal(cmd?.script([{ name: "X", value: safe }]), `set "X=${safe}"\n`);
    const characters = Array.from({ length: 0x17f }, (_, code) => String.fromCharCode(code + 1));
    for (const character of characters.filter((each) => !/[A-Za-z0-9+/=_.:@,-]/.test(each)))
      for (const value of [character, `a${character}`, `${character}a`]) {
        const text = refusalOf(() => cmd?.script([{ name: "X", value }]));
        assert.match(text, /--shell cmd cannot carry this value of X.*PowerShell/);
      }
    refusalOf(() => cmd?.script([{ name: "X", value: "" }]));
  });

  it("cmd: the value is not shown", () => {
    assert.doesNotMatch(
      refusalOf(() => cmd?.script([{ name: "X", value: "hunter2%PATH%" }])),
      /hunter2/,
    );
  });
});
