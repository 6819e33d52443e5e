import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { isBefore, ownStart, thisMoment } from "../../src/cache/moment.ts";

test("cache: this process was started before now", () => {
  assert.equal(isBefore(ownStart(), thisMoment(Date.now())), true);
  assert.equal(isBefore(thisMoment(Date.now()), ownStart()), false);
});

test("cache: in one scope the ticks since boot count, a changed wall clock does not matter", () => {
  const at = (ticks: number | null, time: number, scope = "s") => ({ scope, ticks, time });
  assert.equal(isBefore(at(5, 99), at(6, 0)), true);
  assert.equal(isBefore(at(6, 0), at(6, 99)), false);
  assert.equal(isBefore(at(null, 1), at(6, 2)), true);
  assert.equal(isBefore(at(7, 1, "t"), at(6, 2)), true);
  assert.equal(isBefore(at(7, 3, "t"), at(6, 2)), false);
});

test("cache: a process that is started after a moment was never running before it", () => {
  const module = JSON.stringify(new URL("../../src/cache/moment.js", import.meta.url).href);
  const code = `import { ownStart } from ${module}; process.stdout.write(JSON.stringify(ownStart()));`;
  for (let turn = 0; turn < 5; turn++) {
    const moment = thisMoment(Date.now());
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
    });
    assert.notEqual(stdout, "", stderr);
    assert.equal(isBefore(JSON.parse(stdout), moment), false);
  }
});
