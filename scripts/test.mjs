// `npm test`: everything that can run on this machine, set-up included. Under CI=true a missing shell is a failure.
import { spawnSync } from "node:child_process";

const STEPS = [
  ["set-up", ["scripts/setup.mjs"]],
  ["build", ["scripts/build.mjs"]],
  ["compile", ["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"]],
  ["unit and property tests", ["scripts/unit-tests.mjs"]],
  ["tests in real shells", ["scripts/bats-tests.mjs"]],
];
/** Without these the tests have nothing to run. */
const NEEDED = 3;

const failed = [];
for (const [index, [name, command]] of STEPS.entries()) {
  console.log(`\n== ${name}`);
  const { status } = spawnSync(process.execPath, command, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) continue;
  failed.push(name);
  if (index < NEEDED) break;
}
if (failed.length > 0) console.error(`\nfailed: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
