// Which folders and files the cache uses, and which it leaves alone.
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { expiryOf } from "../../src/cache/format.ts";
import { lookUp } from "../../src/cache/read.ts";
import { login } from "../../src/login.ts";
import { CODE_FOLDER } from "../../src/state/folder.ts";
import { type Job, MINUTE, noModes, notRoot, plain, startJob } from "./job.ts";

/** One login, something done to what it left, another login: whether that one called, and what was said. */
async function loginAfter(job: Job, change: (file: string) => void): Promise<string> {
  await job.login();
  const before = job.calls();
  change(job.file());
  job.said.length = 0;
  await job.login();
  assert.equal(job.calls(), before + 1, "the changed file was used");
  return job.said.join("\n");
}

async function isReplaced(job: Job): Promise<void> {
  const before = job.calls();
  await job.login();
  assert.equal(job.calls(), before, "the file was not replaced by a good one");
}

test("cache: a damaged, empty or foreign file is ignored and replaced", async (t) => {
  const job = await startJob(t);
  const changes: ((file: string) => void)[] = [
    (file) => writeFileSync(file, ""),
    (file) => writeFileSync(file, "nonsense"),
    (file) => writeFileSync(file, Buffer.alloc(300_000, 1)),
    (file) => truncateSync(file, 100),
    (file) => {
      const bytes = readFileSync(file);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ];
  for (const change of changes) {
    assert.match(await loginAfter(job, change), /is ignored/);
    await isReplaced(job);
  }
});

test("cache: with any one bit of the file flipped nothing is used, nothing is thrown", async (t) => {
  const job = await startJob(t);
  await job.login();
  const bytes = readFileSync(job.file());
  const file = openSync(job.file(), "r+");
  t.after(() => closeSync(file));
  const found = () => lookUp("gitlab-oidc", job.request(), job.context()).entry;
  assert.ok(found() !== undefined);
  for (const [at, byte] of bytes.entries()) {
    for (let bit = 1; bit < 256; bit <<= 1) {
      writeSync(file, Buffer.of(byte ^ bit), 0, 1, at);
      assert.equal(found(), undefined, `byte ${at}, bit ${bit}`);
    }
    writeSync(file, Buffer.of(byte), 0, 1, at);
  }
  assert.ok(found() !== undefined, "it was put right again");
});

test("cache: a file of another token under this one's name is ignored", async (t) => {
  const job = await startJob(t);
  const other = { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ claims: { jti: "other" } }) };
  await job.login(other);
  const foreign = readFileSync(job.file());
  rmSync(job.file());
  assert.match(await loginAfter(job, (file) => writeFileSync(file, foreign)), /damaged, or foreign/);
});

test("cache: a file that others may read or write is not used", { skip: noModes }, async (t) => {
  const job = await startJob(t);
  for (const mode of [0o640, 0o604, 0o620, 0o602])
    assert.match(await loginAfter(job, (file) => chmodSync(file, mode)), /is ignored: others may use it/);
  await isReplaced(job);
});

test("cache: a symbolic link to a good file is not followed, but replaced", { skip: noModes }, async (t) => {
  const job = await startJob(t);
  const elsewhere = join(job.home, "elsewhere");
  const said = await loginAfter(job, (file) => {
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
  });
  assert.match(said, /is ignored: it is a symbolic link/);
  assert.ok(lstatSync(job.file()).isFile());
  assert.ok(existsSync(elsewhere));
  await isReplaced(job);
});

test("cache: a folder in the place of the file: every call asks, none fails", async (t) => {
  const job = await startJob(t);
  await job.login();
  const file = job.file();
  rmSync(file);
  mkdirSync(file, { mode: 0o700 });
  await job.login();
  await job.login();
  assert.equal(job.calls(), 3);
  assert.deepEqual(job.files(), [basename(file)], "no temporary file is left");
});

test("cache: a file of another user is not used", { skip: notRoot }, async (t) => {
  const job = await startJob(t);
  assert.match(await loginAfter(job, (file) => chownSync(file, 12345, 0)), /belongs to user 12345/);
});

test("cache: folders of another user, or open to others, or linked, are not used", {
  skip: notRoot,
}, async (t) => {
  const job = await startJob(t);
  for (const level of [job.folder, dirname(job.folder)]) {
    await job.login();
    const before = job.calls();
    const undo: [() => void, () => void][] = [
      [() => chownSync(level, 12345, 0), () => chownSync(level, 0, 0)],
      [() => chmodSync(level, 0o755), () => chmodSync(level, 0o700)],
      [
        () => {
          renameSync(level, `${level}-real`);
          symlinkSync(`${level}-real`, level);
        },
        () => {
          rmSync(level);
          renameSync(`${level}-real`, level);
        },
      ],
    ];
    for (const [change, back] of undo) {
      job.said.length = 0;
      change();
      await job.login();
      back();
      assert.match(job.said.join("\n"), /is ignored: .*(belongs to user|others may use it|symbolic link)/);
    }
    assert.equal(job.calls(), before + undo.length);
  }
});

for (const [what, prepare] of [
  ["a folder of ours", (target: string) => mkdirSync(target, { mode: 0o700 })],
  ["nothing", () => {}],
] as const) {
  test(`cache: a symbolic link to ${what} in the place of a folder: nothing is made behind it`, {
    skip: noModes,
  }, async (t) => {
    const job = await startJob(t);
    const target = join(job.home, "target");
    for (const level of [dirname(job.folder), job.folder]) {
      prepare(target);
      mkdirSync(dirname(level), { recursive: true, mode: 0o700 });
      symlinkSync(target, level);
      await job.login();
      assert.deepEqual(existsSync(target) ? readdirSync(target) : [], []);
      assert.equal(existsSync(target), what !== "nothing");
      assert.match(job.said.join("\n"), new RegExp(`${level} is ignored: it is a symbolic link`));
      rmSync(level);
      rmSync(target, { recursive: true, force: true });
    }
    assert.equal(job.calls(), 2, "it works without");
  });
}

test("cache: in a folder of another user, or one open to others, nothing is made", {
  skip: notRoot,
}, async (t) => {
  const job = await startJob(t);
  const parent = dirname(job.folder);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  for (const [owner, mode] of [
    [12345, 0o700],
    [0, 0o755],
  ] as const) {
    chownSync(parent, owner, 0);
    chmodSync(parent, mode);
    await job.login();
    assert.deepEqual(readdirSync(parent), []);
  }
});

test("cache: XDG_RUNTIME_DIR, then XDG_CACHE_HOME, then the platform's folder; relative ones do not count", {
  skip: noModes,
}, async (t) => {
  const job = await startJob(t);
  const [runtime, cache] = [join(job.home, "run"), join(job.home, "xdg")];
  for (const [variables, base] of [
    [{ XDG_RUNTIME_DIR: runtime, XDG_CACHE_HOME: cache }, runtime],
    [{ XDG_CACHE_HOME: cache }, cache],
    [{ XDG_RUNTIME_DIR: "run", XDG_CACHE_HOME: "./xdg" }, dirname(dirname(job.folder))],
  ] as const) {
    job.said.length = 0;
    await job.login(variables);
    assert.ok(
      job.said.some((line) => line.startsWith(`debug: cache: wrote ${base}/`)),
      job.said.join("\n"),
    );
    const before = job.calls();
    await job.login(variables);
    assert.equal(job.calls(), before);
  }
});

test("cache: never inside CI_PROJECT_DIR, not through a link either", { skip: noModes }, async (t) => {
  const job = await startJob(t);
  const project = join(job.home, "project");
  mkdirSync(project);
  symlinkSync(project, join(job.home, "link"));
  for (const inside of [project, join(job.home, "link"), join(job.home, "link", "deeper")]) {
    const variables = { CI_PROJECT_DIR: project, XDG_RUNTIME_DIR: inside };
    job.said.length = 0;
    await job.login(variables);
    assert.match(job.said.join("\n"), /is inside CI_PROJECT_DIR/);
    assert.equal(existsSync(join(project, "gitlab-aws-credential-helper")), false);
    assert.equal(existsSync(join(project, "deeper")), false);
  }
  assert.equal(job.calls(), 1, "the next folder is used instead");
  const everywhere = { CI_PROJECT_DIR: job.home };
  await job.login(everywhere);
  await job.login(everywhere);
  assert.equal(job.calls(), 3, "without any folder each asks for itself");
  rmSync(job.folder, { recursive: true });
  const beside = { CI_PROJECT_DIR: project, XDG_CACHE_HOME: `${project}-cache` };
  await job.login(beside);
  await job.login(beside);
  assert.equal(job.calls(), 4, "a name that begins alike is not inside");
});

test("cache: no home, or one that cannot be written: works without, silently", {
  skip: noModes,
}, async (t) => {
  const job = await startJob(t);
  const file = join(job.home, "file");
  writeFileSync(file, "");
  for (const homeDirectory of [undefined, "", "relative", file, "/proc/1/none"]) {
    const before = job.calls();
    const context = job.context({}, { homeDirectory });
    await login(job.request(), context);
    await login(job.request(), context);
    assert.equal(job.calls(), before + 2);
  }
  assert.deepEqual(
    job.said.filter((line) => !line.startsWith("debug: ")),
    [],
  );
  assert.match(job.said.join("\n"), /there is no folder for it/);
});

test("cache: what is old is removed in passing, what is of use or not ours stays", async (t) => {
  const job = await startJob(t);
  const other = { GITLAB_AWS_IDENTITY_TOKEN: await job.sts.signIdToken({ claims: { jti: "other" } }) };
  await job.login({ ...other, GITLAB_AWS_DURATION_SECONDS: "900" });
  const expired = basename(job.file());
  const name = "0".repeat(32);
  const old = (Date.now() - 2 * 24 * 60 * MINUTE) / 1000;
  const put = (path: string, time: number): void => {
    writeFileSync(join(job.folder, path), "x");
    utimesSync(join(job.folder, path), time, time);
  };
  const mine = [`${name}.credentials`, `${name}.answer`, `${name}.failure.1-2.tmp`, `${name}.answer.1-2.tmp`];
  for (const path of mine) put(path, old);
  mkdirSync(join(job.folder, `${name}.lock`));
  put(`${name}.lock/host_x-1-0-abc`, old);
  utimesSync(join(job.folder, `${name}.lock`), old, old);
  const kept = ["id-token-X", "profile-1.json", `${"1".repeat(32)}.credentials`];
  put("id-token-X", old);
  put("profile-1.json", old);
  put(`${"1".repeat(32)}.credentials`, Date.now() / 1000);
  job.pass(20 * MINUTE);
  await job.login();
  const left = job.files();
  assert.ok(!left.includes(expired));
  assert.deepEqual(
    left.filter((path) => !kept.includes(path)),
    [basename(newest(job, kept))],
    "the lock of a dead process can be there for one more sweep",
  );
  for (const path of kept) assert.ok(left.includes(path), path);
});

test("cache: what killed processes left is removed when it is an hour old: probes, and beside the jobs compiled code half written", async (t) => {
  const job = await startJob(t);
  await job.login();
  const code = join(dirname(job.folder), CODE_FOLDER);
  mkdirSync(code, { mode: 0o700 });
  const put = (path: string, minutes: number): string => {
    writeFileSync(path, "x");
    const time = Date.now() / 1000 - minutes * 60;
    utimesSync(path, time, time);
    return path;
  };
  const gone = [join(job.folder, "probe-12"), join(code, "sts-v20.20.2-x64.1234")].map((path) =>
    put(path, 61),
  );
  const stay = [join(job.folder, "probe-13"), join(code, "sts-v20.20.2-x64.1235")].map((path) =>
    put(path, 59),
  );
  for (const path of [join(code, "sts-v20.20.2-x64"), join(job.folder, "sts-v20.20.2-x64.1234")])
    stay.push(put(path, 61));
  await job.login({ GITLAB_AWS_ROLE_SESSION_NAME: "other" });
  assert.deepEqual(gone.filter(existsSync), []);
  assert.deepEqual(stay.filter(existsSync), stay);
});

test("cache: a symbolic link in the place of a lock is not followed by the sweep", {
  skip: noModes,
}, async (t) => {
  const job = await startJob(t);
  await job.login();
  const elsewhere = join(job.home, "elsewhere");
  mkdirSync(elsewhere);
  const file = join(elsewhere, "file");
  writeFileSync(file, "x");
  utimesSync(file, 1, 1);
  symlinkSync(elsewhere, join(job.folder, `${"0".repeat(32)}.lock`));
  await job.login({ GITLAB_AWS_ROLE_SESSION_NAME: "other" });
  assert.ok(existsSync(file));
});

test("cache: compiled code behind a symbolic link is not swept", { skip: noModes }, async (t) => {
  const job = await startJob(t);
  await job.login();
  const elsewhere = join(job.home, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(dirname(job.folder), CODE_FOLDER));
  const file = join(elsewhere, "sts-v20.20.2-x64.1234");
  writeFileSync(file, "x");
  utimesSync(file, 1, 1);
  await job.login({ GITLAB_AWS_ROLE_SESSION_NAME: "other" });
  assert.ok(existsSync(file));
});

/** The one file with credentials that this test has not put there. */
function newest(job: Job, kept: readonly string[]): string {
  const name = job.files().find((path) => path.endsWith(".credentials") && !kept.includes(path));
  return join(job.folder, name ?? "");
}

test("cache: what other jobs left is removed too, their folders with it, nothing else", async (t) => {
  const job = await startJob(t);
  await job.login({ CI_JOB_ID: "1000", GITLAB_AWS_DURATION_SECONDS: "900" });
  const beside = dirname(job.folder);
  const expired = join(beside, "gitlab.example.com-1000");
  const withNote = join(beside, "gitlab.example.com-999");
  mkdirSync(withNote, { mode: 0o700 });
  writeFileSync(join(withNote, "profile-1.json"), "{}");
  const old = (Date.now() - 120 * MINUTE) / 1000;
  utimesSync(withNote, old, old);
  utimesSync(expired, old, old);
  job.pass(20 * MINUTE);
  await job.login();
  assert.equal(existsSync(expired), false);
  assert.ok(existsSync(join(withNote, "profile-1.json")));
});

test("cache: the expiry stands in the file in plain, for other jobs to sweep by", async (t) => {
  const job = await startJob(t);
  const { expiration } = await job.login();
  assert.equal(expiryOf(readFileSync(job.file())), expiration.getTime());
  assert.equal(plain(await job.login())[3], expiration.toISOString());
});
