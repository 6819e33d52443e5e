import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { SectionEdit } from "../../src/aws-files/edit.ts";
import { configHeader, credentialsHeader } from "../../src/aws-files/headers.ts";
import { updateAwsFiles } from "../../src/aws-files/update.ts";
import type { WriteContext } from "../../src/files/atomic-write.ts";
import { notRoot, realWorld, temporaryFolder } from "../files/world.ts";

const edit = (profile: string, changes: Record<string, string | undefined> | "remove"): SectionEdit => ({
  header: credentialsHeader(profile),
  changes: changes === "remove" ? changes : new Map(Object.entries(changes)),
});
const updateAwsFile = (path: string, edits: readonly SectionEdit[], world: WriteContext) =>
  updateAwsFiles([{ path, plan: () => ({ edits }) }], world);
const update = (path: string, ...edits: SectionEdit[]) => updateAwsFile(path, edits, realWorld);

test("update: the file is made with its folder, changed, and left alone when it is as asked", async (context) => {
  const path = join(temporaryFolder(context), ".aws", "credentials");
  assert.equal((await update(path, edit("dev", "remove"))).changed, false);
  assert.equal(fs.existsSync(join(path, "..")), false, "taking out creates nothing");
  assert.equal((await update(path, edit("dev", { a: "1" }), edit("prod", { b: "2" }))).changed, true);
  assert.equal(fs.readFileSync(path, "utf8"), "[dev]\na = 1\n\n[prod]\nb = 2\n");
  assert.deepEqual(
    [fs.statSync(path).mode & 0o777, fs.statSync(join(path, "..")).mode & 0o777],
    [0o600, 0o700],
  );
  const { ino } = fs.statSync(path);
  assert.equal((await update(path, edit("dev", { a: "1" }))).changed, false);
  assert.equal(fs.statSync(path).ino, ino);
  await update(path, edit("dev", "remove"), edit("prod", { b: undefined, c: "3" }));
  assert.equal(fs.readFileSync(path, "utf8"), "[prod]\nc = 3\n");
  assert.deepEqual(fs.readdirSync(join(path, "..")), ["credentials"]);
});

test("update: a file that botocore rejects stays as it is, the line is told", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  fs.writeFileSync(path, "[dev]\na = 1\noops\n", { mode: 0o644 });
  await assert.rejects(
    update(path, edit("dev", { a: "2" })),
    (error: Error & { exitCode?: number; remedy?: string }) => {
      assert.equal(error.exitCode, 7);
      assert.equal(error.message, `cannot change ${path}, line 3: there is no \`=\``);
      return error.remedy?.includes("left as it is") === true;
    },
  );
  assert.equal(fs.readFileSync(path, "utf8"), "[dev]\na = 1\noops\n");
  assert.equal(fs.statSync(path).mode & 0o777, 0o644);
});

test("update: all changes or none", async (context) => {
  const path = join(temporaryFolder(context), "config");
  fs.writeFileSync(path, "[profile b]\n[profile 'b']\n", { mode: 0o600 });
  const edits = ["a", "b"].map((name) => ({
    header: configHeader(name),
    changes: new Map([["region", "x"]]),
  }));
  await assert.rejects(updateAwsFile(path, edits, realWorld), /line 2: .* are the same profile/);
  await assert.rejects(
    update(path, edit("x", { a: "1" }), edit("y", { a: "1\n2" })),
    /value of a: there is a line break/,
  );
  assert.equal(fs.readFileSync(path, "utf8"), "[profile b]\n[profile 'b']\n");
});

test("update: what an editor saves meanwhile is not lost", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  fs.writeFileSync(path, "[mine]\na = 1\n", { mode: 0o600 });
  let saves = 0;
  // The clock is asked between the reading of the file and its replacement.
  const world = {
    ...realWorld,
    now: () => {
      if (fs.readdirSync(join(path, "..")).includes(".gitlab-aws-credential-helper.lock") && saves < 3) {
        saves += 1;
        fs.writeFileSync(path, `[mine]\na = ${saves}0\n`);
      }
      return Date.now();
    },
  };
  await updateAwsFile(path, [edit("dev", { b: "2" })], world);
  assert.equal(saves, 3);
  assert.equal(fs.readFileSync(path, "utf8"), "[mine]\na = 30\n\n[dev]\nb = 2\n");
});

test("update: what is no regular file is refused", async (context) => {
  const folder = temporaryFolder(context);
  await assert.rejects(update(folder, edit("dev", { a: "1" })), /not a regular file/);
  await assert.rejects(update("/dev/null", edit("dev", { a: "1" })), /not a regular file/);
});

test("update: a link leads to its target, the lock and the temporary file are there, too", async (context) => {
  const folder = temporaryFolder(context);
  fs.mkdirSync(join(folder, "real"));
  fs.mkdirSync(join(folder, "aws"));
  fs.writeFileSync(join(folder, "real", "file"), "[a]\nk = 1\n", { mode: 0o640 });
  fs.symlinkSync("../real/file", join(folder, "aws", "credentials"));
  const result = await update(join(folder, "aws", "credentials"), edit("dev", { a: "1" }));
  assert.deepEqual(result.notes, [`${join(folder, "real", "file")} had mode 0640: narrowed to 0600`]);
  assert.equal(fs.readFileSync(join(folder, "real", "file"), "utf8"), "[a]\nk = 1\n\n[dev]\na = 1\n");
  assert.ok(fs.lstatSync(join(folder, "aws", "credentials")).isSymbolicLink());
});

test("update: a full disk leaves the old file", { skip: notRoot }, async (context) => {
  const folder = temporaryFolder(context);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=32k", "tmpfs", folder]).status !== 0) {
    return context.skip("root may not mount here");
  }
  try {
    const path = join(folder, "credentials");
    fs.writeFileSync(path, "[a]\nk = 1\n", { mode: 0o600 });
    await assert.rejects(update(path, edit("dev", { a: "x".repeat(60_000) })), /no space is left/);
    assert.equal(fs.readFileSync(path, "utf8"), "[a]\nk = 1\n");
    assert.deepEqual(fs.readdirSync(folder), ["credentials"]);
  } finally {
    spawnSync("umount", [folder]);
  }
});

test("update: a neighbour that some SDK would read differently afterwards is left alone, and the line is told", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  for (const [text, ...edits] of [
    // The JavaScript SDK counts the keys of dev to x, until its header is put into the plain form.
    ["[x]\na = 1\n[dev];c\nb = 2\n", edit("dev", { c: "3" })],
    // It counts those of y to dev, and would count them to x.
    ["[x]\na = 1\n[dev]\nb = 2\n[y];c\nd = 4\n", edit("dev", "remove")],
  ] as const) {
    fs.writeFileSync(path, text, { mode: 0o600 });
    await assert.rejects(update(path, ...edits), {
      exitCode: 7,
      message: `cannot change ${path}, line 1: the change was given up, because the AWS SDK for JavaScript would read other keys in [x]: write the headers around it in the plain form, [name]`,
    });
    assert.equal(fs.readFileSync(path, "utf8"), text);
  }
});

test("update: a neighbour that only one SDK sees stays as that one reads it", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  fs.writeFileSync(path, "[dev]\nb = 2\n[y];c\nd = 4\n", { mode: 0o600 });
  await update(path, edit("dev", { b: "3" }));
  assert.equal(fs.readFileSync(path, "utf8"), "[dev]\nb = 3\n[y];c\nd = 4\n");
});

test("update: a key in capitals, which only botocore takes for it, is replaced by one that all read", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  fs.writeFileSync(path, "[dev]\nREGION = a\nOTHER = b\n", { mode: 0o600 });
  await update(path, edit("dev", { region: "x" }));
  assert.equal(fs.readFileSync(path, "utf8"), "[dev]\nregion = x\nOTHER = b\n");
});

test("update: taking a key out succeeds when [DEFAULT] has it, too", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  fs.writeFileSync(path, "[DEFAULT]\na = 1\n[dev]\na = 2\nb = 3\n", { mode: 0o600 });
  await update(path, edit("dev", { a: undefined }));
  assert.equal(fs.readFileSync(path, "utf8"), "[DEFAULT]\na = 1\n[dev]\nb = 3\n");
});

test("update: of two files none changes before the new text of both is complete and checked", async (context) => {
  const folder = temporaryFolder(context);
  const [one, other] = [join(folder, "one"), join(folder, "other")];
  const plan = (profile: string) => () => ({ edits: [edit(profile, { a: "1" })] });
  fs.writeFileSync(other, "[dev];c\n[x];c\na = 2\n", { mode: 0o600 });
  const updates = [
    { path: one, plan: plan("dev") },
    { path: other, plan: plan("dev") },
  ];
  await assert.rejects(updateAwsFiles(updates, realWorld), /some SDKs read a in line 3/);
  assert.equal(fs.existsSync(one), false);
  fs.writeFileSync(other, "");
  const before = async () => {
    assert.equal(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp")).length, 2);
    assert.equal(fs.existsSync(one), false);
    throw new Error("no note");
  };
  await assert.rejects(updateAwsFiles(updates, realWorld, { before }), /no note/);
  assert.deepEqual(fs.readdirSync(folder), ["other"]);
  assert.equal(fs.readFileSync(other, "utf8"), "");
});

test("update: files are replaced in the order in which they are given", async (context) => {
  const folder = temporaryFolder(context);
  const [first, second] = [join(folder, "z"), join(folder, "a")];
  fs.writeFileSync(first, "[old]\na = 1\n", { mode: 0o600 });
  const seen: [first: string, second: string][] = [];
  const texts = (): [string, string] => [
    fs.readFileSync(first, "utf8"),
    fs.existsSync(second) ? fs.readFileSync(second, "utf8") : "",
  ];
  // An editor saves the second file when the first one is about to be replaced: it is read again, the first one is not lost.
  const before = async () => {
    if (!fs.existsSync(second)) fs.writeFileSync(second, "[mine]\n");
  };
  await updateAwsFiles(
    [
      { path: first, plan: () => ({ edits: [edit("old", "remove")] }) },
      {
        path: second,
        plan: () => {
          seen.push(texts());
          return { edits: [edit("dev", { a: "1" })] };
        },
      },
    ],
    realWorld,
    { before },
  );
  assert.deepEqual(seen.slice(-1), [["", "[mine]\n"]]);
  assert.deepEqual(texts(), ["", "[mine]\n\n[dev]\na = 1\n"]);
});

test("update: an empty file goes only when that is asked for", async (context) => {
  const path = join(temporaryFolder(context), "credentials");
  for (const removeIfEmpty of [false, true]) {
    await update(path, edit("dev", { a: "1" }));
    await updateAwsFiles(
      [{ path, plan: () => ({ edits: [edit("dev", "remove")], removeIfEmpty }) }],
      realWorld,
    );
    assert.equal(fs.existsSync(path), !removeIfEmpty);
  }
  await update(path, edit("dev", { a: "1" }), edit("prod", { a: "1" }));
  await updateAwsFiles(
    [{ path, plan: () => ({ edits: [edit("dev", "remove")], removeIfEmpty: true }) }],
    realWorld,
  );
  assert.equal(fs.readFileSync(path, "utf8"), "[prod]\na = 1\n");
});
