// How often and how long: with a clock and a sleep of our own, so that no test waits.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ATTEMPTS, TIME_LIMIT, withRetries } from "../../src/sts/retry.ts";

/** A world in which time passes only by sleeping and by attempts that take a while. */
function clock() {
  let time = 1_000_000;
  const pauses: number[] = [];
  const context = {
    now: () => time,
    sleep: async (milliseconds: number) => {
      pauses.push(milliseconds);
      time += milliseconds;
    },
    log: { info: () => {}, warn: () => {}, debug: () => {} },
  };
  return { context, pauses, pass: (milliseconds: number) => (time += milliseconds) };
}

const BAD = new Error("temporary");

describe("retries", () => {
  it("a success is not repeated", async () => {
    const { context, pauses } = clock();
    let calls = 0;
    assert.equal(
      await withRetries(
        async () => ++calls,
        () => true,
        context,
      ),
      1,
    );
    assert.deepEqual(pauses, []);
  });

  it("a temporary failure is tried 3 times in all, and the last failure is the one that shows", async () => {
    const { context, pauses } = clock();
    const failures = [new Error("1"), new Error("2"), new Error("3"), new Error("4")];
    let calls = 0;
    await assert.rejects(
      withRetries(
        async () => Promise.reject(failures[calls++]),
        () => true,
        context,
      ),
      failures[2],
    );
    assert.equal(calls, 3);
    assert.equal(ATTEMPTS, 3);
    assert.equal(pauses.length, 2);
  });

  it("a second attempt may succeed", async () => {
    const { context } = clock();
    let calls = 0;
    const attempt = async () => (++calls < 2 ? Promise.reject(BAD) : "done");
    assert.equal(await withRetries(attempt, () => true, context), "done");
    assert.equal(calls, 2);
  });

  it("what is not temporary is tried once, without a pause", async () => {
    const { context, pauses } = clock();
    let calls = 0;
    await assert.rejects(
      withRetries(
        async () => Promise.reject(calls++ === 0 && BAD),
        () => false,
        context,
      ),
    );
    assert.deepEqual([calls, pauses], [1, []]);
  });

  it("gives up 30 seconds after the start, and tells each attempt what is left", async () => {
    const { context, pass } = clock();
    const left: number[] = [];
    const attempt = async (milliseconds: number) => {
      left.push(milliseconds);
      pass(16_000);
      throw BAD;
    };
    await assert.rejects(
      withRetries(attempt, () => true, context),
      BAD,
    );
    assert.equal(TIME_LIMIT, 30_000);
    assert.equal(left.length, 2);
    assert.equal(left[0], 30_000);
    assert.ok((left[1] ?? 0) <= 14_000 && (left[1] ?? 0) > 12_000, `left ${left[1]}`);
  });

  it("does not begin an attempt for which no time is left", async () => {
    const { context, pass, pauses } = clock();
    let calls = 0;
    const attempt = async () => {
      calls++;
      pass(TIME_LIMIT);
      throw BAD;
    };
    await assert.rejects(
      withRetries(attempt, () => true, context),
      BAD,
    );
    assert.deepEqual([calls, pauses], [1, []]);
  });

  it("pauses differ from run to run, and the second may be twice as long as the first", async () => {
    const first: number[] = [];
    const second: number[] = [];
    for (let run = 0; run < 200; run++) {
      const { context, pauses } = clock();
      await assert.rejects(
        withRetries(
          async () => Promise.reject(BAD),
          () => true,
          context,
        ),
      );
      first.push(pauses[0] ?? Number.NaN);
      second.push(pauses[1] ?? Number.NaN);
    }
    assert.ok(new Set(first).size > 100);
    assert.ok(Math.min(...first) >= 0 && Math.max(...first) <= 500, "first pause");
    assert.ok(Math.max(...second) > 500 && Math.max(...second) <= 1000, "second pause");
  });
});
