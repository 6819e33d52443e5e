import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { botocoreValues, parseAwsFile } from "../../src/aws-files/parse.ts";
import { inTurns, start } from "../files/crowd.ts";
import { temporaryFolder } from "../files/world.ts";

const worker = join(import.meta.dirname, "update-worker.js");
const FOREIGN = "# mine\n[keep]\nregion = x # y\ns3 =\n  max = 1\n";

test("update: 200 processes write 200 profiles at once, all are there", {
  timeout: 300_000,
}, async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "aws", "credentials");
  const crowd = Array.from({ length: 200 }, (_, index) => start(worker, [path, `p${index}`]));
  for (const { code, errors } of await Promise.all(crowd.map((one) => one.ended)))
    assert.equal(code, 0, errors);
  const values = botocoreValues(parseAwsFile(readFileSync(path, "utf8")).sections);
  assert.equal(values.size, 200);
  for (let index = 0; index < 200; index += 1) assert.equal(values.get(`p${index}`)?.size, 3);
  assert.deepEqual(readdirSync(join(folder, "aws")), ["credentials"]);
});

test("update: 500 kills at random moments: the file is the old or the new one, the next writer goes on", {
  timeout: 300_000,
}, async (context) => {
  const folder = join(temporaryFolder(context), "aws");
  const path = join(folder, "credentials");
  mkdirSync(folder);
  writeFileSync(path, FOREIGN, { mode: 0o600 });
  let written = 0;
  let worst = 0;
  await inTurns(500, 3, async (index) => {
    const { child, ended, spoken } = start(worker, [path, `p${index % 3}`, "100000"]);
    await spoken;
    await setTimeout(Math.random() * 30);
    child.kill("SIGKILL");
    const { output, errors, signal } = await ended;
    assert.equal(signal, "SIGKILL", errors);
    for (const [, wait] of output.matchAll(/waited (\d+)/g)) {
      written += 1;
      worst = Math.max(worst, Number(wait));
    }
    assertWhole(readFileSync(path, "utf8"));
  });
  const last = start(worker, [path, "last"]);
  const { code, errors, output } = await last.ended;
  assert.equal(code, 0, errors);
  worst = Math.max(worst, Number(/waited (\d+)/.exec(output)?.[1]));
  context.diagnostic(`${written} writes were told of before the kills, the longest took ${worst} ms`);
  assert.ok(worst < 5000);
  const leftovers = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
  assert.deepEqual(leftovers, [], "temporary files of killed writers are removed by later ones");
});

/** Every profile is as some one write left it, and what is not ours is untouched. */
function assertWhole(text: string): void {
  assert.ok(text.startsWith(FOREIGN));
  const { problem, sections } = parseAwsFile(text);
  assert.equal(problem, undefined);
  for (const [name, keys] of botocoreValues(sections)) {
    if (name === "keep") continue;
    const value = keys.get("aws_access_key_id") ?? "";
    assert.equal(keys.get("aws_secret_access_key"), value);
    assert.equal(keys.get("aws_session_token"), value.padEnd(1500, "="));
  }
}
