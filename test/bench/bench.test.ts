// The parts of the bench that are pure. What it measures is no test: a machine's speed is nobody's fault.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { toSvg } from "../../bench/plot.ts";
import { type Results, toMarkdown } from "../../bench/results.ts";
import { summarize } from "../../bench/statistics.ts";

const RESULTS: Results = {
  bare: summarize([20]),
  rows: [
    { name: "Node build", way: "cached", wall: summarize([24, 26, 28]), peakMemory: 42 },
    { name: "AWS <CLI>", way: "TLS", wall: summarize([400]), peakMemory: undefined },
  ],
  crowdSize: 50,
  bareCrowd: summarize([600]),
  crowds: [{ name: "Node build", way: "cached", wall: summarize([660]), calls: 0 }],
  machine: "a machine",
};

describe("bench", () => {
  it("takes medians and quartiles", () => {
    assert.deepEqual(summarize([5, 1, 3, 2, 4]), { median: 3, low: 2, high: 4, runs: 5 });
    assert.deepEqual(summarize([2, 1]), { median: 1.5, low: 1.25, high: 1.75, runs: 2 });
    assert.throws(() => summarize([]));
  });

  it("makes a table of ratios", () => {
    const text = toMarkdown(RESULTS);
    assert.match(text, /\| Node build\s+\| cached\s+\|\s+1\.30 \|\s+1\.25–1\.35 \|\s+26\.0 \|\s+42 \|/);
    assert.match(text, /\| Node build\s+\| cached\s+\|\s+1\.10 \|\s+1\.10–1\.10 \|\s+660 \|\s+0 \|/);
    for (const table of text.split("\n\n").filter((part) => part.startsWith("|")))
      assert.equal(
        new Set(
          table
            .trim()
            .split("\n")
            .map((line) => line.length),
        ).size,
        1,
        "the columns are not aligned",
      );
  });

  it("draws a bar a row, the longest cut", () => {
    const svg = toSvg(RESULTS);
    assert.equal(svg.match(/<rect /g)?.length, 1 + RESULTS.rows.length);
    assert.match(svg, />20\.00 →</);
    assert.ok(svg.includes("AWS &#60;CLI&#62;"));
  });
});
