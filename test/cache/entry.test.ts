import assert from "node:assert/strict";
import { test } from "node:test";
import { isFresh, isUsable } from "../../src/cache/entry.ts";

const NOW = 1_800_000_000_000;
const end = (seconds: number): Date => new Date(NOW + seconds * 1000);

for (const [duration, reserve] of [
  [900, 180],
  [3600, 720],
  [4500, 900],
  [43_200, 900],
] as const) {
  test(`cache: of a session of ${duration} s, more than ${reserve} s have to be left`, () => {
    assert.equal(isFresh(end(reserve), duration, NOW, {}), false);
    assert.equal(isFresh(new Date(NOW + reserve * 1000 + 1), duration, NOW, {}), true);
  });
}

test("cache: credentials are usable until they end", () => {
  assert.equal(isUsable(end(1), NOW), true);
  assert.equal(isUsable(end(0), NOW), false);
});

test("cache: GITLAB_AWS_REFRESH_MARGIN asks for more than the reserve, never for less", () => {
  const left = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
  const fresh = (seconds: number, margin: string) =>
    isFresh(left(seconds), 900, Date.UTC(2026, 0, 1), { GITLAB_AWS_REFRESH_MARGIN: margin });
  assert.equal(fresh(300, "300"), false);
  assert.equal(fresh(301, "300"), true);
  assert.equal(fresh(180, "1"), false);
  assert.equal(fresh(181, "x[0]"), true);
});
