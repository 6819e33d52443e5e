import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { writeFileAtomically } from "../../src/files/atomic-write.ts";
import { identityText, ownIdentity } from "../../src/files/process-identity.ts";
import { notRoot, realWorld, temporaryFolder } from "./world.ts";

const mode = (path: string): number => fs.statSync(path).mode & 0o7777;
const write = (path: string, text: string) => writeFileAtomically(path, text, realWorld);
const isRefused = (pattern: RegExp) => (error: Error & { exitCode?: number }) =>
  error.exitCode === 7 && pattern.test(error.message);

test("atomic-write: new files are 0600 in new folders of 0700, whatever the umask", async (context) => {
  const folder = temporaryFolder(context);
  for (const umask of [0o000, 0o022, 0o777]) {
    const path = join(folder, `${umask}`, "b", "file");
    const old = process.umask(umask);
    try {
      assert.deepEqual((await write(path, "text é\n")).notes, []);
    } finally {
      process.umask(old);
    }
    assert.equal(fs.readFileSync(path, "utf8"), "text é\n");
    assert.deepEqual([mode(path), mode(join(path, "..")), mode(join(path, "../.."))], [0o600, 0o700, 0o700]);
    assert.deepEqual(fs.readdirSync(join(path, "..")), ["file"]);
  }
});

test("atomic-write: an old file keeps its mode, or is narrowed with a note", async (context) => {
  const path = join(temporaryFolder(context), "file");
  for (const [old, wanted] of [
    [0o600, 0o600],
    [0o200, 0o200],
    [0o644, 0o600],
    [0o700, 0o600],
  ] as const) {
    fs.writeFileSync(path, "old");
    fs.chmodSync(path, old);
    const { notes } = await write(path, "new");
    assert.equal(mode(path), wanted);
    assert.equal(notes.length, old === wanted ? 0 : 1);
    if (old === 0o644) assert.match(notes[0] ?? "", /had mode 0644: narrowed to 0600$/);
    fs.unlinkSync(path);
  }
});

test("atomic-write: an old file keeps its owner", { skip: notRoot }, async (context) => {
  const path = join(temporaryFolder(context), "file");
  fs.writeFileSync(path, "old", { mode: 0o600 });
  fs.chownSync(path, 1234, 2345);
  await write(path, "new");
  const { uid, gid } = fs.statSync(path);
  assert.deepEqual([uid, gid, fs.readFileSync(path, "utf8")], [1234, 2345, "new"]);
});

test("atomic-write: what cannot be written is said, and the old file stays", async (context) => {
  const folder = temporaryFolder(context);
  const file = join(folder, "file");
  fs.writeFileSync(file, "old", { mode: 0o400 });
  await assert.rejects(write(file, "new"), isRefused(/file: the file is read-only/));
  await assert.rejects(write(folder, "new"), isRefused(/it is a folder/));
  await assert.rejects(write(join(folder, "x/"), "new"), isRefused(/like that of a folder/));
  await assert.rejects(write(join(file, "x"), "new"), isRefused(/file where a folder is needed/));
  await assert.rejects(write(join(file, "x", "y"), "new"), isRefused(/file where a folder is needed/));
  await assert.rejects(write(join(folder, "x".repeat(300)), "new"), isRefused(/name is too long/));
  if (process.platform === "linux") {
    await assert.rejects(write("/proc/none/deep/file", "new"), isRefused(/\/proc\/none/));
    await assert.rejects(write("/proc/version/file", "new"), isRefused(/file where a folder is needed/));
  }
  assert.equal(fs.readFileSync(file, "utf8"), "old");
  assert.deepEqual(fs.readdirSync(folder), ["file"]);
});

/** Root may write everywhere: for this moment it is somebody else, to whom the paths belong. */
async function asNobody(paths: readonly string[], action: () => Promise<void>): Promise<void> {
  if (notRoot !== false) return action();
  const nobody = 65534;
  for (const path of paths) fs.chownSync(path, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    await action();
  } finally {
    process.seteuid?.(0);
  }
}

test("atomic-write: a read-only folder is said", async (context) => {
  const folder = temporaryFolder(context);
  fs.writeFileSync(join(folder, "file"), "old");
  fs.chmodSync(folder, 0o500);
  await asNobody([folder, join(folder, "file")], () =>
    assert.rejects(write(join(folder, "file"), "new"), isRefused(/permission denied/)),
  );
  fs.chmodSync(folder, 0o700);
  assert.equal(fs.readFileSync(join(folder, "file"), "utf8"), "old");
});

test("atomic-write: a full disk and a read-only file system are said", { skip: notRoot }, async (context) => {
  const folder = temporaryFolder(context);
  const mount = (...options: string[]) => spawnSync("mount", [...options, "tmpfs", folder]).status === 0;
  if (!mount("-t", "tmpfs", "-o", "size=64k")) return context.skip("root may not mount here");
  try {
    const file = join(folder, "file");
    fs.writeFileSync(file, "old", { mode: 0o600 });
    await assert.rejects(write(file, "x".repeat(100_000)), isRefused(/no space is left/));
    assert.equal(fs.readFileSync(file, "utf8"), "old");
    assert.deepEqual(fs.readdirSync(folder), ["file"]);
    assert.equal(spawnSync("mount", ["-o", "remount,ro", folder]).status, 0);
    await assert.rejects(write(file, "new"), isRefused(/read-only \(EROFS\)/));
    await assert.rejects(write(join(folder, "a", "b"), "new"), isRefused(/read-only \(EROFS\)/));
    assert.equal(fs.readFileSync(file, "utf8"), "old");
  } finally {
    spawnSync("umount", [folder]);
  }
});

test("atomic-write: links are followed, chains of them and relative ones", async (context) => {
  const folder = temporaryFolder(context);
  fs.mkdirSync(join(folder, "real"));
  fs.writeFileSync(join(folder, "real", "file"), "old", { mode: 0o600 });
  fs.symlinkSync("real/file", join(folder, "one"));
  fs.symlinkSync(join(folder, "one"), join(folder, "two"));
  assert.equal((await write(join(folder, "two"), "new")).path, join(folder, "real", "file"));
  assert.equal(fs.readFileSync(join(folder, "real", "file"), "utf8"), "new");
  assert.ok(fs.lstatSync(join(folder, "two")).isSymbolicLink());
  fs.symlinkSync("real/later", join(folder, "three"));
  await write(join(folder, "three"), "later");
  assert.equal(fs.readFileSync(join(folder, "real", "later"), "utf8"), "later");
  fs.symlinkSync("none/file", join(folder, "four"));
  await assert.rejects(write(join(folder, "four"), "x"), isRefused(/folder does not exist/));
  fs.symlinkSync("five", join(folder, "five"));
  await assert.rejects(write(join(folder, "five"), "x"), isRefused(/circle/));
  fs.symlinkSync("real", join(folder, "six"));
  await assert.rejects(write(join(folder, "six"), "x"), isRefused(/it is a folder/));
});

test("atomic-write: links between users are refused", { skip: notRoot }, async (context) => {
  const folder = temporaryFolder(context);
  fs.mkdirSync(join(folder, "theirs"));
  const target = join(folder, "theirs", "file");
  const link = join(folder, "link");
  fs.writeFileSync(target, "old", { mode: 0o600 });
  fs.symlinkSync(target, link);
  fs.chownSync(join(folder, "theirs"), 1234, 1234);
  await assert.rejects(write(link, "new"), isRefused(/same user as its folder/));
  fs.chownSync(target, 1234, 1234);
  await write(link, "new");
  assert.deepEqual([fs.statSync(target).uid, fs.readFileSync(target, "utf8")], [1234, "new"]);
  fs.lchownSync(link, 4321, 4321);
  await assert.rejects(write(link, "newer"), isRefused(/link belongs to another user/));
  assert.equal(fs.readFileSync(target, "utf8"), "new");
});

test("atomic-write: a failure just before the rename leaves the old file and nothing else", async (context) => {
  const folder = temporaryFolder(context);
  const path = join(folder, "file");
  fs.writeFileSync(path, "old", { mode: 0o600 });
  const beforeReplace = (temporary: string) => {
    assert.equal(fs.readFileSync(temporary, "utf8"), "new");
    assert.equal(mode(temporary), 0o600);
    throw new Error("stop");
  };
  await assert.rejects(writeFileAtomically(path, "new", realWorld, { beforeReplace }), /stop/);
  assert.deepEqual([fs.readFileSync(path, "utf8"), fs.readdirSync(folder)], ["old", ["file"]]);
});

test("atomic-write: leftovers of crashed runs are removed, nothing else", async (context) => {
  const folder = temporaryFolder(context);
  const own = ownIdentity();
  const name = (identity: typeof own) => `.gitlab-aws-credential-helper-${identityText(identity)}-1a2b.tmp`;
  const dead = name({ ...own, pid: 2 ** 30 });
  const living = name(own);
  const elsewhere = name({ ...own, scope: "0123456789abcdef.1" });
  const elsewhereOld = name({ ...own, scope: "0123456789abcdef.2" });
  const others = [living, elsewhere, "credentials.tmp", ".gitlab-aws-credential-helper-x.tmp"];
  for (const file of [dead, elsewhereOld, ...others]) fs.writeFileSync(join(folder, file), "secret");
  const hours = (count: number) => new Date(Date.now() - count * 3_600_000);
  fs.utimesSync(join(folder, elsewhereOld), hours(2), hours(2));
  fs.utimesSync(join(folder, "credentials.tmp"), hours(2), hours(2));
  await write(join(folder, "file"), "text");
  assert.deepEqual(fs.readdirSync(folder).sort(), [...others, "file"].sort());
});

test("atomic-write: pipes and devices are written to", {
  skip: process.platform === "win32",
}, async (context) => {
  const folder = temporaryFolder(context);
  const pipe = join(folder, "pipe");
  assert.equal(spawnSync("mkfifo", [pipe]).status, 0);
  const text = "x".repeat(300_000);
  const reader = spawn("sh", ["-c", `wc -c < '${pipe}'`], { stdio: ["ignore", "pipe", "ignore"] });
  const count = once(reader.stdout, "data");
  await write(pipe, text);
  assert.equal(String((await count)[0]).trim(), "300000");
  await write("/dev/null", text);
  assert.ok(fs.statSync("/dev/null").isCharacterDevice());
});

test("atomic-write: /dev/stdout is written through, be it a file, a pipe or a socket", {
  skip: process.platform === "win32",
}, async (context) => {
  const folder = temporaryFolder(context);
  const program = `
    import { writeFileAtomically } from ${JSON.stringify(new URL("../../src/files/atomic-write.js", import.meta.url).href)};
    const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const context = { platform: process.platform, now: Date.now, sleep };
    await writeFileAtomically("/dev/stdout", "x".repeat(300_000), context);`;
  const script = join(folder, "program.mjs");
  fs.writeFileSync(script, program);
  const asFile = spawnSync("sh", [
    "-c",
    `(echo a; "$0" "$1"; echo b) > "$2"`,
    process.execPath,
    script,
    join(folder, "out"),
  ]);
  assert.equal(String(asFile.stderr), "");
  assert.equal(fs.readFileSync(join(folder, "out"), "utf8"), `a\n${"x".repeat(300_000)}b\n`);
  const asPipe = spawnSync("sh", ["-c", `"$0" "$1" | wc -c`, process.execPath, script], { encoding: "utf8" });
  assert.equal(asPipe.stdout.trim(), "300000");
  const child = spawn(process.execPath, [script], { stdio: ["ignore", "pipe", "inherit"] });
  let length = 0;
  for await (const chunk of child.stdout) {
    length += (chunk as Buffer).length;
    await setTimeout(1);
  }
  assert.equal(length, 300_000);
});
