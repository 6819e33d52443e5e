// What /proc/PID/stat says.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseStat } from "../../src/child/terminal.ts";

describe("child: /proc/PID/stat", () => {
  it("state, process group, and the foreground group of the terminal", () => {
    assert.deepEqual(parseStat("12 (sh) S 1 12 10 34816 12 4194304 1 2\n"), {
      state: "S",
      group: 12,
      foreground: 12,
    });
    assert.deepEqual(parseStat("12 (sh) T 1 13 10 0 -1 4194304 1 2\n"), {
      state: "T",
      group: 13,
      foreground: -1,
    });
  });

  it("whatever the process is called", () => {
    assert.deepEqual(parseStat("12 (a) T 9 (9) S 1 12 10 34816 15 1\n"), {
      state: "S",
      group: 12,
      foreground: 15,
    });
    assert.deepEqual(parseStat("12 (a\n) R) T 1 7 7 0 -1 0\n"), { state: "T", group: 7, foreground: -1 });
  });
});
