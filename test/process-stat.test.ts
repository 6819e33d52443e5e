// What /proc/PID/stat says.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseProcessStat } from "../src/process-stat.ts";

describe("process-stat: /proc/PID/stat", () => {
  it("state, process group, and the foreground group of the terminal", () => {
    assert.deepEqual(parseProcessStat("12 (sh) S 1 12 10 34816 12 4194304 1 2\n"), {
      state: "S",
      group: 12,
      foreground: 12,
      start: "",
    });
    assert.deepEqual(parseProcessStat("12 (sh) T 1 13 10 0 -1 4194304 1 2\n"), {
      state: "T",
      group: 13,
      foreground: -1,
      start: "",
    });
  });

  it("and when it began", () => {
    const fields = Array.from({ length: 17 }, (_, at) => at);
    assert.equal(parseProcessStat(`12 (sh) S 1 ${fields.join(" ")} 4711 99\n`).start, "4711");
  });

  it("whatever the process is called", () => {
    assert.deepEqual(parseProcessStat("12 (a) T 9 (9) S 1 12 10 34816 15 1\n"), {
      state: "S",
      group: 12,
      foreground: 15,
      start: "",
    });
    assert.deepEqual(parseProcessStat("12 (a\n) R) T 1 7 7 0 -1 0\n"), {
      state: "T",
      group: 7,
      foreground: -1,
      start: "",
    });
  });
});
