import assert from "node:assert/strict";
import { test } from "node:test";
import { isCredible, isFresh, isUsable } from "../../src/cache/entry.ts";

const NOW = 1_800_000_000_000;
const end = (seconds: number): Date => new Date(NOW + seconds * 1000);
const entry = (ends: number, written: number) => ({
  credentials: { expiration: new Date(ends) },
  written,
});

for (const [duration, reserve] of [
  [900, 180],
  [3600, 720],
  [4500, 900],
  [43_200, 900],
] as const) {
  test(`cache: of a session of ${duration} s, more than ${reserve} s have to be left`, () => {
    const left = (milliseconds: number) => entry(NOW + milliseconds, NOW + milliseconds - duration * 1000);
    assert.equal(isFresh(left(reserve * 1000), duration, NOW, {}), false);
    assert.equal(isFresh(left(reserve * 1000 + 1), duration, NOW, {}), true);
  });
}

test("cache: credentials are usable until they end", () => {
  assert.equal(isUsable(end(1), NOW), true);
  assert.equal(isUsable(end(0), NOW), false);
});

test("cache: GITLAB_AWS_REFRESH_MARGIN asks for more than the reserve, never for less", () => {
  const fresh = (seconds: number, margin: string) =>
    isFresh(entry(NOW + seconds * 1000, NOW), 900, NOW, { GITLAB_AWS_REFRESH_MARGIN: margin });
  assert.equal(fresh(300, "300"), false);
  assert.equal(fresh(301, "300"), true);
  assert.equal(fresh(180, "1"), false);
  assert.equal(fresh(181, "x[0]"), true);
});

test("cache: an entry from the future is not credible", () => {
  assert.equal(isCredible({ written: NOW + 60_000 }, NOW), true);
  assert.equal(isCredible({ written: NOW + 60_001 }, NOW), false);
  assert.equal(isFresh(entry(NOW + 900_000, NOW + 60_001), 900, NOW, {}), false);
});

test("cache: whichever ends first counts, the credentials or the time that was asked for", () => {
  const written = NOW - 720_000;
  assert.equal(isFresh(entry(NOW + 400_000, written), 900, NOW, {}), false);
  assert.equal(isFresh(entry(NOW + 400_000, written + 1), 900, NOW, {}), true);
  assert.equal(isFresh(entry(NOW + 180_000, NOW), 900, NOW, {}), false);
});
