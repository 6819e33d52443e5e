// Installs the dependencies when they are missing or older than the lockfile, so that each npm script works on a fresh clone.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const time = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (time("node_modules/.package-lock.json") < time("package-lock.json")) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    // What npm says goes to stderr: stdout belongs to the script that called.
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
