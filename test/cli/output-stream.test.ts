// Whole texts to a file descriptor, in their order, whatever the reader does.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createOutput } from "../../src/cli/output-stream.ts";

/** A pipe that does not block, as full as it gets. */
function fullPipe(t: { after(action: () => void): void }): number {
  const folder = mkdtempSync(join(tmpdir(), "output-stream-"));
  const path = join(folder, "pipe");
  assert.equal(spawnSync("mkfifo", [path]).status, 0);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  t.after(() => {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  assert.throws(() => {
    for (;;) writeSync(fd, Buffer.alloc(4096));
  }, /EAGAIN/);
  return fd;
}

function drain(fd: number): string {
  let text = "";
  const buffer = Buffer.alloc(65_536);
  try {
    for (;;) text += buffer.toString("utf8", 0, readSync(fd, buffer));
  } catch (failure) {
    assert.equal((failure as NodeJS.ErrnoException).code, "EAGAIN");
  }
  return text.replaceAll("\0", "");
}

describe("output stream", { skip: process.platform === "win32" ? "needs mkfifo" : false }, () => {
  it("waits for a slow reader, keeps the order of texts, and knows when all are written", async (t) => {
    const fd = fullPipe(t);
    let read = "";
    let pauses = 0;
    let pausing = false;
    const output = createOutput(fd, async () => {
      assert.ok(!pausing, "the next text waits until the one before it is written");
      pausing = true;
      await null;
      pausing = false;
      pauses += 1;
      if (pauses === 3) read += drain(fd);
    });
    const texts = ["one ", "two ", "three"].map((text) => output.write(text));
    await output.settled();
    assert.equal(pauses, 3);
    assert.equal(read + drain(fd), "one two three");
    await Promise.all(texts);
  });

  it("has settled at once when nothing is under way", async (t) => {
    const fd = fullPipe(t);
    drain(fd);
    const output = createOutput(fd, () => assert.fail("nothing to wait for"));
    await output.settled();
    await output.write("text");
    await output.settled();
    assert.equal(drain(fd), "text");
  });
});
