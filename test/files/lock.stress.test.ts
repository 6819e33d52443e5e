import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { inTurns, start } from "./crowd.ts";
import { notRoot, temporaryFolder } from "./world.ts";

const worker = join(import.meta.dirname, "lock-worker.js");

function counterFolder(context: Parameters<typeof temporaryFolder>[0]): string {
  const folder = temporaryFolder(context);
  writeFileSync(join(folder, "counter"), "0");
  return folder;
}

const longestWait = (outputs: readonly string[]): number =>
  Math.max(
    ...outputs.flatMap((output) => [...output.matchAll(/waited (\d+)/g)].map(([, wait]) => Number(wait))),
  );

test("lock: 50 processes add 20 each, and nothing is lost", { timeout: 300_000 }, async (context) => {
  const folder = counterFolder(context);
  const crowd = Array.from({ length: 50 }, () => start(worker, [folder, "20"]));
  const ended = await Promise.all(crowd.map((one) => one.ended));
  for (const { code, errors } of ended) assert.equal(code, 0, errors);
  assert.equal(readFileSync(join(folder, "counter"), "utf8"), "1000");
  assert.deepEqual(readdirSync(folder).sort(), ["counter", "inside"]);
  context.diagnostic(`longest wait ${longestWait(ended.map(({ output }) => output))} ms`);
});

test("lock: 300 kills at random moments: never two holders, never stuck", {
  timeout: 300_000,
}, async (context) => {
  const folder = counterFolder(context);
  const outputs: string[] = [];
  await inTurns(300, 3, async (index) => {
    const { child, ended, spoken } = start(worker, [folder, "100000", `${index}`]);
    await spoken;
    await setTimeout(Math.random() * 25);
    child.kill("SIGKILL");
    const { output, errors, signal } = await ended;
    assert.equal(signal, "SIGKILL", errors);
    outputs.push(output);
  });
  const last = start(worker, [folder, "1"]);
  outputs.push((await last.ended).output);
  assert.equal(existsSync(join(folder, "violations")), false, "two were inside at once");
  const worst = longestWait(outputs);
  const taken = outputs.join("").split("waited").length - 1;
  context.diagnostic(`${taken} times taken, longest wait ${worst} ms`);
  assert.ok(worst < 5000);
  assert.match(outputs.at(-1) ?? "", /waited/);
  const litter = readdirSync(folder).filter((name) => name.startsWith("lock"));
  assert.ok(litter.length <= 16, `leftovers are swept: ${litter.length}`);
});

test("lock: two pid namespaces exclude one another", { skip: notRoot, timeout: 300_000 }, async (context) => {
  const container = ["unshare", "--pid", "--fork", "--mount-proc"];
  if (spawnSync("unshare", [...container.slice(1), "true"]).status !== 0) return context.skip("no unshare");
  const folder = counterFolder(context);
  const crowd = Array.from({ length: 12 }, (_, index) =>
    start(worker, [folder, "25"], index % 2 ? container : []),
  );
  for (const { code, errors } of await Promise.all(crowd.map((one) => one.ended)))
    assert.equal(code, 0, errors);
  assert.equal(readFileSync(join(folder, "counter"), "utf8"), "300");
  assert.equal(existsSync(join(folder, "violations")), false);
});
