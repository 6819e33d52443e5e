import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { replaceFile } from "../../src/files/replace-file.ts";
import { fakeWorld, temporaryFolder } from "./world.ts";

const failing = (code: string, times: number) => {
  const calls = { count: 0 };
  const rename = (): void => {
    calls.count += 1;
    if (calls.count <= times) throw Object.assign(new Error(code), { code });
  };
  return { calls, rename };
};

test("replace-file: the new file is in the place of the old one", async (t) => {
  const [from, to] = [join(temporaryFolder(t), "from"), join(temporaryFolder(t), "to")];
  writeFileSync(from, "new");
  writeFileSync(to, "old");
  await replaceFile(from, to, fakeWorld());
  assert.equal(readFileSync(to, "utf8"), "new");
  assert.equal(existsSync(from), false);
});

for (const code of ["EPERM", "EACCES", "EBUSY"])
  test(`replace-file: on Windows ${code} passes, or is thrown after half a second`, async () => {
    const world = { ...fakeWorld(), platform: "win32" } as const;
    const start = world.now();
    const passing = failing(code, 19);
    await replaceFile("a", "b", world, passing.rename);
    assert.equal(passing.calls.count, 20);
    assert.equal(world.now() - start, 19 * 25);
    await assert.rejects(replaceFile("a", "b", world, failing(code, 20).rename), { code });
  });

test("replace-file: elsewhere, and for any other reason, it fails at once", async () => {
  for (const [platform, code] of [
    ["linux", "EPERM"],
    ["win32", "ENOENT"],
  ] as const) {
    const { calls, rename } = failing(code, 1);
    await assert.rejects(replaceFile("a", "b", { ...fakeWorld(), platform }, rename), { code });
    assert.equal(calls.count, 1);
  }
});
