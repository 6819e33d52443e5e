// Whether the kernel will certainly take a file: a wrong yes ends Node with SIGABRT, a wrong no costs a process.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { certainlyExecutable } from "../../src/child/exec-format.ts";

const folder = mkdtempSync(join(tmpdir(), "elf-"));
after(() => rmSync(folder, { recursive: true }));
const running = process.execPath;

function judge(bytes: Uint8Array): boolean {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  return certainlyExecutable(path, running);
}

const skip = process.platform === "linux" ? false : "ELF is the format of Linux";

describe("child: exec format", { skip }, () => {
  const head = readFileSync(running).subarray(0, 4096);

  it("a program like the one that runs", () => {
    assert.equal(certainlyExecutable(running, running), true);
    assert.equal(judge(head), true);
  });

  it("not: a script, an empty file, a text, a folder, none at all", () => {
    for (const text of ["#!/bin/sh\n", "", "echo", "\x7fELF"])
      assert.equal(judge(Buffer.from(text, "latin1")), false);
    assert.equal(certainlyExecutable(folder, running), false);
    assert.equal(certainlyExecutable(join(folder, "none"), running), false);
    assert.equal(certainlyExecutable(running, join(folder, "none")), false);
  });

  /** The head with some bytes changed. */
  function changed(...changes: readonly (readonly [offset: number, byte: number])[]): Buffer {
    const copy = Buffer.from(head);
    for (const [offset, byte] of changes) copy[offset] = byte;
    return copy;
  }

  it("not: another machine, 32 bits, big-endian, an object file, a core dump", () => {
    for (const [what, change] of [
      ["machine", [18, 0xf3]],
      ["32 bits", [4, 1]],
      ["big-endian", [5, 2]],
      ["object file", [16, 1]],
      ["core dump", [16, 4]],
    ] as const)
      assert.equal(judge(changed(change)), false, what);
  });

  it("not: another loader, as musl's on a glibc system", () => {
    const interpreter = head.indexOf("/lib");
    assert.notEqual(interpreter, -1);
    assert.equal(judge(changed([interpreter + 1, "x".charCodeAt(0)])), false);
  });

  it("a damaged file is judged, never thrown over", () => {
    const edit = fc.tuple(fc.oneof(fc.nat(63), fc.nat(900)), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.integer({ min: 0, max: 4096 }), (edits, length) => {
        assert.equal(typeof judge(changed(...edits).subarray(0, length)), "boolean");
      }),
      { numRuns: 2000 },
    );
    // A program header that begins in the last bytes of what is read.
    const short = Buffer.alloc(4096);
    head.copy(short, 0, 0, 64);
    short.writeBigUInt64LE(4092n, 32);
    short.writeUInt16LE(4, 54);
    short.writeUInt16LE(1, 56);
    short.writeUInt32LE(3, 4092);
    assert.equal(judge(short), false);
  });
});
