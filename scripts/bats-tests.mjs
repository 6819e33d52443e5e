// Runs the tests in real shells and says by name what was skipped. Two files at a time: bats itself would need GNU parallel for that.
// Usage: node scripts/bats-tests.mjs [FILE…]
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";

const BATS = "node_modules/bats/bin/bats";
const AT_ONCE = 2;

const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : readdirSync("bats")
        .filter((name) => name.endsWith(".bats"))
        .map((name) => `bats/${name}`);

const total = { passed: 0, failed: 0, skipped: [] };

/** Runs one file to its end; its output is printed in one piece, so that two files do not mix. */
function runFile(file) {
  const started = Date.now();
  const bats = spawn(BATS, ["--formatter", "tap", "--timing", file], { stdio: ["ignore", "pipe", "pipe"] });
  const output = [];
  for (const stream of [bats.stdout, bats.stderr]) stream.on("data", (data) => output.push(data));
  return new Promise((done) => {
    bats.on("error", (error) => output.push(Buffer.from(`${error.message}\n`)));
    bats.on("close", (status) => {
      const text = Buffer.concat(output).toString();
      process.stdout.write(`# ${file} (${((Date.now() - started) / 1000).toFixed(1)} s)\n${text}`);
      count(file, text, status);
      done();
    });
  });
}

function count(file, text, status) {
  const planned = Number(/^1\.\.(\d+)/m.exec(text)?.[1] ?? 0);
  let [seen, failed] = [0, 0];
  for (const [, not, name, reason] of text.matchAll(
    /^(not )?ok \d+ (.*?)(?: in \d+ms)?(?: # skip ?(.*))?$/gm,
  )) {
    seen += 1;
    if (not) failed += 1;
    else if (reason === undefined) total.passed += 1;
    else total.skipped.push(`${file}: ${name.replace(/ in \d+ms$/, "")} (${reason})`);
  }
  // A test that never ran, and a file that could not be read, are failures too.
  failed += Math.max(planned - seen, 0);
  if (failed === 0 && (status !== 0 || planned === 0)) failed = 1;
  total.failed += failed;
}

const queue = [...files];
async function work() {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) await runFile(file);
}
await Promise.all(Array.from({ length: AT_ONCE }, work));

for (const skipped of total.skipped) console.log(`skipped: ${skipped}`);
console.log(`bats: ${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
