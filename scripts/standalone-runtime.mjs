// Where Bun's runtimes are: each is a package in the npm registry, fetched with npm, once for a version.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

const BUN = "node_modules/bun";
const CACHE = "node_modules/.cache/standalone";

/** The compiler, an executable for this machine. */
export function bunCompiler() {
  // The package's own file is a placeholder until its installation script has run.
  const found = [
    `${BUN}/bin/bun.exe`,
    `node_modules/@oven/bun-${process.platform}-${process.arch}/bin/bun`,
  ].find(runs);
  if (found === undefined)
    throw new Error("Bun is not installed: npm i --no-save bun, with its installation script allowed");
  return resolve(found);
}

function runs(path) {
  try {
    return existsSync(path) && execFileSync(path, ["--version"], { encoding: "utf8", stdio: "pipe" }) !== "";
  } catch {
    return false;
  }
}

/** The path of a target's runtime, of the same version as the compiler. */
export function runtimeOf({ runtime }) {
  const { version } = JSON.parse(readFileSync(`${BUN}/package.json`, "utf8"));
  const folder = join(CACHE, `${runtime.replace("/", "-")}-${version}`);
  const executable = resolve(folder, `package/bin/bun${runtime.includes("windows") ? ".exe" : ""}`);
  if (!existsSync(executable)) fetchPackage(`${runtime}@${version}`, runtime, folder);
  return executable;
}

/**
 * What is expected of each runtime, as in a lockfile: the lockfile itself knows only those that Bun installs by itself.
 * After an update of Bun: `npm view PACKAGE@VERSION dist.integrity` for each.
 */
const PINNED = JSON.parse(readFileSync("scripts/standalone-runtimes.json", "utf8"));

function fetchPackage(spec, name, folder) {
  process.stderr.write(`fetching ${spec}\n`);
  mkdirSync(CACHE, { recursive: true });
  const temporary = mkdtempSync(join(CACHE, "fetch-"));
  try {
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    const answer = execFileSync(
      npm,
      ["pack", spec, "--json", "--silent", `--pack-destination=${temporary}`],
      {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
        shell: process.platform === "win32",
      },
    );
    const [{ filename }] = JSON.parse(answer);
    const archive = join(temporary, filename.replace("@", "").replace("/", "-"));
    if (PINNED.integrity[name] !== digest(archive))
      throw new Error(
        `${spec} is not what scripts/standalone-runtimes.json says it is (for Bun ${PINNED.bun})`,
      );
    execFileSync("tar", ["-xzf", filename.replace("@", "").replace("/", "-")], { cwd: temporary });
    rmSync(archive);
    rmSync(folder, { recursive: true, force: true });
    renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function digest(path) {
  return `sha512-${createHash("sha512").update(readFileSync(path)).digest("base64")}`;
}
