// A process of the lock's stress tests: adds one to a number in a file, so many times, in the most careless way.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../src/files/lock.ts";
import { realWorld } from "./world.ts";

const [folder = "", rounds = "1", mark = ""] = process.argv.slice(2);
const counter = join(folder, "counter");
const inside = join(folder, "inside");

for (let round = 0; round < Number(rounds); round += 1) {
  const asked = Date.now();
  await withLock(join(folder, "lock"), { ...realWorld, waitMilliseconds: 60_000 }, async () => {
    const waited = Date.now() - asked;
    const name = `${process.pid} ${mark} ${round}`;
    writeFileSync(inside, name);
    const before = Number(readFileSync(counter, "utf8"));
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(counter, String(before + 1));
    if (readFileSync(inside, "utf8") !== name) appendFileSync(join(folder, "violations"), `${name}\n`);
    process.stdout.write(`waited ${waited}\n`);
  });
}
