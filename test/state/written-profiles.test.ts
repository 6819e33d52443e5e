import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { notesOfOthers } from "../../src/state/written-profiles.ts";

test("there are no notes of other jobs where another cleanup has just removed their folders", () => {
  const gone = mkdtempSync(join(tmpdir(), "notes-"));
  rmSync(gone, { recursive: true });
  assert.deepEqual(notesOfOthers(join(gone, "gitlab-1"), "profile-1.json"), []);
});
