// Runs the compiled unit and property tests with Node's own runner and says by name what was skipped.
// Usage: node scripts/unit-tests.mjs [PART_OF_A_PATH...]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const wanted = process.argv.slice(2);
const files = readdirSync("build/test", { recursive: true })
  .map((name) => join("build/test", name))
  .filter(
    (path) =>
      path.endsWith(".test.js") && (wanted.length === 0 || wanted.some((part) => path.includes(part))),
  )
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${wanted.join(" ")}`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), "unit-tests-"));
const record = join(folder, "results.tap");
const { status } = spawnSync(
  process.execPath,
  [
    "--enable-source-maps",
    "--test",
    // Milliseconds for one file: a test that hangs must not hang the whole run.
    "--test-timeout=300000",
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=tap",
    `--test-reporter-destination=${record}`,
    ...files,
  ],
  {
    stdio: ["ignore", "inherit", "inherit"],
    // What the AWS SDK says about old Nodes, in the tests' own processes.
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
);
const skipped = [...readFileSync(record, "utf8").matchAll(/^\s*ok \d+ - (.*?) # SKIP ?(.*)$/gm)];
rmSync(folder, { recursive: true });
for (const [, name, reason] of skipped) console.log(`skipped: ${name}${reason ? ` (${reason})` : ""}`);
process.exit(status ?? 1);
