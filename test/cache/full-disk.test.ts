// A disk that is full, from the start or in the middle: the answer is given all the same, and nothing half written stays.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { keyOf } from "../../src/cache/read.ts";
import { singleFlight } from "../../src/cache/single-flight.ts";
import { EXIT, HelperError } from "../../src/errors.ts";
import { login } from "../../src/login.ts";
import { Secret } from "../../src/secrets/secret.ts";
import { start } from "./helper-process.ts";
import { noModes, plain, startJob } from "./job.ts";

/** A file system of its own, as small as it gets; undefined where none can be mounted. */
function smallDisk(t: TestContext, options: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "disk-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `${options},mode=0700`, "none", folder]);
  t.after(() => {
    if (mounted.status === 0) spawnSync("umount", ["--lazy", folder]);
    rmdirSync(folder);
  });
  return mounted.status === 0 ? folder : undefined;
}

const noMount: string | false =
  process.platform === "linux" && process.geteuid?.() === 0 ? false : "only root on Linux can mount a disk";

/** Takes every byte that is left. */
function fill(disk: string): void {
  const filler = join(disk, "filler");
  for (const size of [1 << 16, 4096, 1])
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: "a" });
    } catch {
      // This much does not fit any more.
    }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.includes("/code/") && statSync(join(folder, name)).isFile())
    .sort();
}

test("full disk: nothing can be written: the next folder is used, or none", { skip: noMount }, async (t) => {
  const job = await startJob(t);
  const disk = smallDisk(t, "size=64k");
  if (disk === undefined) return t.skip("mount refused");
  fill(disk);
  const variables = { XDG_CACHE_HOME: disk };
  assert.deepEqual(plain(await job.login(variables)), plain(await job.login(variables)));
  assert.equal(job.calls(), 1, "the platform's folder is on another disk");
  assert.deepEqual(filesBelow(disk), ["filler"]);
  const alone = job.context(variables, { homeDirectory: undefined });
  await login(job.request(), alone);
  await login(job.request(), alone);
  assert.equal(job.calls(), 3);
  assert.deepEqual(filesBelow(disk), ["filler"]);
  assert.ok(job.said.every((line) => line.startsWith("debug: ")));
});

for (const inodes of [1, 2, 3, 4, 5])
  test(`full disk: ${inodes} folders and files can be made: the answer is given, nothing but it is left`, {
    skip: noMount,
  }, async (t) => {
    const job = await startJob(t);
    const disk = smallDisk(t, `size=64k,nr_inodes=${inodes}`);
    if (disk === undefined) return t.skip("mount refused");
    const context = job.context({ XDG_CACHE_HOME: disk }, { homeDirectory: undefined });
    await login(job.request(), context);
    const left = readdirSync(disk, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      left.filter((name) => /[.]lock|[.]tmp|probe/.test(name)),
      [],
    );
    assert.ok(job.said.every((line) => line.startsWith("debug: ")));
  });

for (const answer of ["credentials", "a failure"] as const)
  test(`full disk: it fills up while AWS is asked for ${answer}: each gets an answer, nothing else is left`, {
    skip: noMount,
  }, async (t) => {
    const job = await startJob(t);
    const disk = smallDisk(t, "size=64k");
    if (disk === undefined) return t.skip("mount refused");
    const context = job.context(
      { XDG_CACHE_HOME: disk },
      { homeDirectory: undefined, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
    );
    const key = keyOf("gitlab-oidc", job.request());
    assert.ok(key !== undefined);
    const ask = async () => {
      fill(disk);
      if (answer === "a failure") {
        throw new HelperError(EXIT.REFUSED, "AWS refused");
      }
      return {
        accessKeyId: "ASIAEXAMPLEEXAMPLE",
        secretAccessKey: new Secret("a-secret-of-the-tests"),
        sessionToken: new Secret("a-token-of-the-tests"),
        expiration: new Date(context.now() + 3_600_000),
      };
    };
    const flight = { key, durationSeconds: 3600, ask };
    const answers = await Promise.allSettled([1, 2, 3].map(() => singleFlight(flight, context)));
    const status = answer === "credentials" ? "fulfilled" : "rejected";
    for (const one of answers) assert.equal(one.status, status);
    assert.deepEqual(filesBelow(disk), ["filler"]);
    assert.match(job.said.join("\n"), /cannot be written: ENOSPC/);
    assert.ok(job.said.every((line) => line.startsWith("debug: ")));
  });

test("full disk: no file may have a byte in it (ulimit -f 0): each call answers and leaves nothing", {
  skip: noModes,
}, async (t) => {
  const job = await startJob(t);
  const limited = ["sh", "-c", 'ulimit -f 0 && exec "$@"', "sh"];
  for (let turn = 1; turn <= 2; turn++) {
    const { code, output, errors } = await start(job, ["process"], {}, limited).ended;
    assert.equal(code, 0, errors);
    assert.equal(errors, "");
    assert.ok(output.includes('"AccessKeyId"'));
    assert.equal(job.calls(), turn);
  }
  assert.deepEqual(filesBelow(job.home), []);
});

test("read-only disk: what is in the cache is used, for all else AWS is asked, silently", {
  skip: noMount,
}, async (t) => {
  const job = await startJob(t);
  const disk = smallDisk(t, "size=64k");
  if (disk === undefined) return t.skip("mount refused");
  const context = job.context({ XDG_CACHE_HOME: disk }, { homeDirectory: undefined });
  const kept = plain(await login(job.request(), context));
  assert.equal(spawnSync("mount", ["-o", "remount,ro", disk]).status, 0);
  assert.deepEqual(plain(await login(job.request(), context)), kept);
  const other = job.request({ GITLAB_AWS_ROLE_SESSION_NAME: "other" });
  assert.notDeepEqual(plain(await login(other, context)), plain(await login(other, context)));
  assert.equal(job.calls(), 3);
  assert.equal(filesBelow(disk).length, 1);
  assert.ok(job.said.every((line) => line.startsWith("debug: ")));
});
