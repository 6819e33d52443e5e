// The search for the command to run, and the exit codes of its failures.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { findExecutable } from "../../src/child/find-executable.ts";
import { EXIT, HelperError } from "../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "path-"));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, mode: number): string {
  const path = join(folder, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, "#!/bin/sh\n");
  chmodSync(path, mode);
  return path;
}

const first = file("first/tool", 0o755);
const second = file("second/tool", 0o755);
file("plain/tool", 0o644);
file("plain/only-plain", 0o644);
mkdirSync(join(folder, "folders", "tool"), { recursive: true });
symlinkSync(second, join(folder, "link"));

function find(command: string, ...entries: string[]): string {
  return findExecutable(
    command,
    { PATH: entries.map((entry) => (entry === "" ? "" : join(folder, entry))).join(":") },
    folder,
  );
}

function exitCodeOf(action: () => unknown): number {
  try {
    action();
  } catch (failure) {
    assert.ok(failure instanceof HelperError, String(failure));
    return failure.exitCode;
  }
  assert.fail("it was found");
}

describe("child: find the executable", { skip: process.platform === "win32" }, () => {
  it("in the first folder of PATH that has it", () => {
    assert.equal(find("tool", "second", "first"), second);
    assert.equal(find("tool", "none", "first", "second"), first);
  });

  it("past a folder of that name and a file that cannot be executed", () => {
    assert.equal(find("tool", "folders", "plain", "second"), second);
  });

  it("past an entry of PATH that is no folder, or one that may not be entered", () => {
    assert.equal(find("tool", "first/tool", "second"), second);
    const closed = join(folder, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o000);
    assert.equal(find("tool", "closed", "second"), second);
    chmodSync(closed, 0o700);
  });

  it("as a path when there is a slash, whatever PATH says", () => {
    assert.equal(find("first/tool", "second"), "first/tool");
    assert.equal(find("./second/../second/tool", "first"), "./second/../second/tool");
    assert.equal(find(second, "first"), second);
    assert.equal(find("./link"), "./link");
  });

  it("as execvp(3) names it: below the entry of PATH as it stands there", () => {
    assert.equal(findExecutable("tool", { PATH: "second/:first" }, folder), "second//tool");
    assert.equal(findExecutable("tool", { PATH: "./first/../first" }, folder), "./first/../first/tool");
  });

  it("in the working directory for an empty entry", () => {
    assert.equal(find("link", "none", ""), "./link");
    assert.equal(
      exitCodeOf(() => find("link", "none")),
      EXIT.CHILD_NOT_FOUND,
    );
  });

  it("in the usual folders when PATH is not set or empty", () => {
    for (const env of [{}, { PATH: "" }])
      assert.match(findExecutable("sh", env, folder), /^\/(usr\/)?bin\/sh$/);
  });

  it("nowhere: 127; only one that cannot be executed: 126", () => {
    for (const command of ["none", "", ".", "first", "first/none", "tool/x", "__proto__"])
      assert.equal(
        exitCodeOf(() => find(command, "first")),
        EXIT.CHILD_NOT_FOUND,
        command,
      );
    assert.equal(
      exitCodeOf(() => find("only-plain", "plain")),
      EXIT.CHILD_NOT_EXECUTABLE,
    );
    assert.equal(
      exitCodeOf(() => find("plain/tool", "first")),
      EXIT.CHILD_NOT_EXECUTABLE,
    );
    // env(1) says the same of a folder.
    for (const folder of ["/", "folders/tool"])
      assert.equal(
        exitCodeOf(() => find(folder, "first")),
        EXIT.CHILD_NOT_EXECUTABLE,
        folder,
      );
    assert.equal(
      exitCodeOf(() => find("first/tool/x", "first")),
      EXIT.CHILD_NOT_FOUND,
    );
  });
});
