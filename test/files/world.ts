// Clocks and folders for the tests of files.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { WriteContext } from "../../src/files/atomic-write.ts";

/** The real clock. */
export const realWorld: WriteContext = {
  platform: process.platform,
  now: () => Date.now(),
  sleep: (milliseconds) => setTimeout(milliseconds),
};

/** A clock that only moves when somebody sleeps. */
export function fakeWorld(onSleep: (now: number) => void = () => {}): WriteContext {
  let now = 1_800_000_000_000;
  return {
    platform: process.platform,
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
      onSleep(now);
    },
  };
}

/** An empty folder for one test. */
export function temporaryFolder(context: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "files-")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Why a test that changes owners or mounts cannot run; false when it can. */
export const notRoot: string | false = process.geteuid?.() === 0 ? false : "needs root";
