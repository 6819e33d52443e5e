// Compiled code is run unseen: what could come from others must be ignored, and what is ours must be used.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { Script } from "node:vm";
import { ROOT } from "../cli/checkout.ts";
import { ANSWERS } from "./answers.ts";
import { NODE_BUILD, newFolder, type Outcome, type Program, runProgram, SETTINGS } from "./programs.ts";

const PROGRAM = join(ROOT, "dist/program.cjs");
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => ANSWERS["credentials"]?.(request, response));
});
let endpoint = "";

before(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const NO_CACHE = ["--no-cache"];

/** One call to AWS. */
async function login(
  cache: string,
  flags: readonly string[] = NO_CACHE,
  more: Record<string, string> = {},
): Promise<Outcome> {
  const outcome = await runProgram(NODE_BUILD, ["process", ...flags], {
    ...SETTINGS,
    XDG_CACHE_HOME: cache,
    AWS_ENDPOINT_URL_STS: endpoint,
    ...more,
  });
  assert.equal(outcome.status, 0, outcome.stderr);
  return outcome;
}

const helperFolder = (cache: string): string => join(cache, "gitlab-aws-credential-helper");
const codeFolder = (cache: string): string => join(helperFolder(cache), "code");

/** The file of the program's code; that of the AWS SDK's is beside it, and nothing else. */
function codeFile(cache: string): string {
  const names = readdirSync(codeFolder(cache)).sort();
  const suffix = `-${process.version}-${process.arch}`;
  assert.deepEqual(names, [`program${suffix}`, `sts${suffix}`]);
  return join(codeFolder(cache), `program${suffix}`);
}

/** A cache folder in which a first run has left its folder: from the next one on code is kept. */
function usedCache(): string {
  const cache = newFolder();
  mkdirSync(helperFolder(cache), { mode: 0o700 });
  return cache;
}

/** Code that says so when it runs, in the form and for the part that the program expects: V8 sees only equal lengths. */
function poison(): Buffer {
  const text = readFileSync(PROGRAM, "utf8");
  const names = "exports, require, module, __filename, __dirname, requireCached, keepCompiledCode";
  const length = `(function (${names}) {${text}\n})`.length;
  const start = `(function (exports, require) { require("node:fs").writeSync(1, "POISON"); process.exit(0);/*`;
  const source = `${start}${" ".repeat(length - start.length - "*/})".length)}*/})`;
  const script = new Script(source);
  script.runInThisContext();
  const code = script.createCachedData();
  const digest = (bytes: string | Uint8Array): Buffer => createHash("sha256").update(bytes).digest();
  return Buffer.concat([digest(text), digest(code), code]);
}

/** A cache with poison in it, as its owner could have written it. */
async function poisoned(): Promise<{ cache: string; file: string }> {
  const cache = usedCache();
  await login(cache);
  const file = codeFile(cache);
  writeFileSync(file, poison());
  return { cache, file };
}

describe("code cache", { skip: process.platform === "win32" ? "there is none on Windows" : false }, () => {
  it("is written by the second run that asks AWS, for its owner alone, and used by the next", async () => {
    const cache = newFolder();
    await login(cache, [], {});
    assert.deepEqual(readdirSync(helperFolder(cache)), ["no-job"]);
    const first = await login(cache);
    const file = codeFile(cache);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(codeFolder(cache)).mode & 0o777, 0o700);
    const { ino } = statSync(file);
    assert.deepEqual(await login(cache), first);
    assert.equal(statSync(file).ino, ino, "a cache that is used is not written again");
    assert.ok(!readFileSync(file).includes("session-token-of-the-test"));
  });

  it("is for its owner whatever the umask says", async () => {
    const cache = usedCache();
    const masked: Program = {
      name: "under a umask",
      command: ["/bin/sh", "-c", 'umask 0777 && exec "$0" "$@"', ...NODE_BUILD.command],
    };
    const env = { ...SETTINGS, XDG_CACHE_HOME: cache, AWS_ENDPOINT_URL_STS: endpoint };
    assert.equal((await runProgram(masked, ["process", ...NO_CACHE], env)).status, 0);
    assert.equal(statSync(codeFile(cache)).mode & 0o777, 0o600);
  });

  it("V8 runs whatever its owner wrote: so the owner and the modes are what counts", async () => {
    const { cache } = await poisoned();
    assert.equal((await login(cache)).stdout, "POISON");
  });

  const attacks: Record<string, (file: string, cache: string) => void> = {
    "a file that others may write": (file) => chmodSync(file, 0o622),
    "a file that others may read": (file) => chmodSync(file, 0o644),
    "a folder that others may write": (file) => chmodSync(join(file, ".."), 0o777),
    "a folder around it that others may write": (file) => chmodSync(join(file, "../.."), 0o777),
    "a symbolic link": (file, cache) => {
      renameSync(file, join(cache, "elsewhere"));
      symlinkSync(join(cache, "elsewhere"), file);
    },
    "a link in the place of its folder": (file, cache) => {
      renameSync(join(file, ".."), join(cache, "elsewhere"));
      symlinkSync(join(cache, "elsewhere"), join(file, ".."));
    },
  };
  for (const [name, attack] of Object.entries(attacks))
    it(`ignores ${name}`, async () => {
      const { cache, file } = await poisoned();
      attack(file, cache);
      assert.match((await login(cache)).stdout, /ASIAEXAMPLEEXAMPLE12/);
    });

  it("ignores a file of another user", {
    skip: process.geteuid?.() === 0 ? false : "needs root",
  }, async () => {
    const { cache, file } = await poisoned();
    chownSync(file, 12_345, 12_345);
    assert.match((await login(cache)).stdout, /ASIAEXAMPLEEXAMPLE12/);
  });

  it("ignores one that is in the project, and writes none there", async () => {
    const { cache } = await poisoned();
    assert.match((await login(cache, NO_CACHE, { CI_PROJECT_DIR: cache })).stdout, /ASIAEXAMPLEEXAMPLE12/);
    const project = newFolder();
    await login(join(project, ".cache"), NO_CACHE, { CI_PROJECT_DIR: project });
    assert.deepEqual(readdirSync(project), []);
  });

  it("that is damaged, cut or of another build is written anew", async () => {
    const damages: Record<string, (file: string) => void> = {
      damaged: (file) => {
        const bytes = readFileSync(file);
        bytes.fill(0xff, 5_000, 5_100);
        writeFileSync(file, bytes);
      },
      cut: (file) => truncateSync(file, 10_000),
      empty: (file) => truncateSync(file),
      "of another build": (file) => {
        const bytes = readFileSync(file);
        bytes[0] = (bytes[0] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    };
    for (const [name, damage] of Object.entries(damages)) {
      const cache = usedCache();
      await login(cache);
      const whole = statSync(codeFile(cache)).size;
      damage(codeFile(cache));
      await login(cache);
      assert.ok(Math.abs(statSync(codeFile(cache)).size - whole) < whole / 10, name);
    }
  });

  it("V8 does not take it with other flags: the program works all the same", async () => {
    const cache = usedCache();
    await login(cache);
    await login(cache, NO_CACHE, { NODE_OPTIONS: "--interpreted-frames-native-stack" });
    await login(cache);
  });

  it("is not written by who wants no cache, nor where there is no place", async () => {
    const cache = usedCache();
    await login(cache, NO_CACHE, { GITLAB_AWS_CACHE: "off" });
    assert.ok(!existsSync(codeFolder(cache)));
    const occupied = join(newFolder(), "file");
    writeFileSync(occupied, "");
    assert.equal((await login(occupied)).stderr, "");
    chmodSync(helperFolder(cache), 0o755);
    assert.equal((await login(cache)).stderr, "");
    assert.ok(!existsSync(codeFolder(cache)));
  });

  it("is not written by a job that wants no cache at all, nor by runs that got no credentials", async () => {
    const cache = newFolder();
    await login(cache);
    await login(cache);
    assert.deepEqual(readdirSync(cache), []);
    mkdirSync(helperFolder(cache), { mode: 0o700 });
    for (const words of [["--version"], ["help"], ["process", "--no-such-flag"], ["unset", "--shell", "sh"]])
      await runProgram(NODE_BUILD, words, { ...SETTINGS, XDG_CACHE_HOME: cache });
    assert.ok(!existsSync(codeFolder(cache)));
  });

  it("is not there again after cleanup", async () => {
    const cache = usedCache();
    await login(cache);
    codeFile(cache);
    const outcome = await runProgram(NODE_BUILD, ["cleanup"], { ...SETTINGS, XDG_CACHE_HOME: cache });
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.deepEqual(readdirSync(cache), []);
  });
});
