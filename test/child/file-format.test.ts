// What kind of executable a file is. A wrong "unrunnable" keeps a command from running, a wrong "runnable" gives a program to sh.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { formatOf, formatOfHead, matchesFormat, whyUnrunnable } from "../../src/child/file-format.ts";

const folder = mkdtempSync(join(tmpdir(), "format-"));
after(() => rmSync(folder, { recursive: true }));
const running = process.execPath;

function file(bytes: Uint8Array): string {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  return path;
}

const text = (content: string): Buffer => Buffer.from(content, "latin1");

describe("child: file format", () => {
  for (const [line, interpreter] of [
    ["#!/bin/sh\necho", "/bin/sh"],
    ["#! \t/usr/bin/env -S node --x\n", "/usr/bin/env"],
    ["#!/bin/sh\r\n", "/bin/sh\r"],
    ["#!/bin/sh", "/bin/sh"],
    ["#!", ""],
    ["#!\n/bin/sh", ""],
  ] as const)
    it(`a script: ${JSON.stringify(line)}`, () =>
      assert.deepEqual(formatOfHead(text(line)), { kind: "script", interpreter }));

  it("a text has no NUL in its first line", () => {
    for (const content of ["", "echo\n\0", "\n", "é", " #!/bin/sh\n", "\x7fEL"])
      assert.equal(formatOfHead(text(content)).kind, "text", JSON.stringify(content));
    for (const content of ["\0", "PK\x03\x04\0", "MZ\x90\0\n"])
      assert.equal(formatOfHead(text(content)).kind, "binary", JSON.stringify(content));
  });

  it("none of a file that is not there or may not be read", () => {
    assert.equal(formatOf(join(folder, "none")), undefined);
    assert.equal(formatOf(folder), undefined);
    assert.equal(whyUnrunnable(join(folder, "none"), running), undefined);
  });
});

describe("child: file format, ELF", { skip: process.platform === "linux" ? false : "ELF is Linux's" }, () => {
  const head = readFileSync(running).subarray(0, 4096);

  /** The head with some bytes changed. */
  function changed(...changes: readonly (readonly [offset: number, byte: number])[]): Buffer {
    const copy = Buffer.from(head);
    for (const [offset, byte] of changes) copy[offset] = byte;
    return copy;
  }

  it("a program like the one that runs is runnable, and so are scripts and texts", () => {
    assert.equal(whyUnrunnable(running, running), undefined);
    for (const content of ["#!/no/such/interpreter\n", "", "echo hello\n"])
      assert.equal(whyUnrunnable(file(text(content)), running), undefined);
  });

  it("the loader is named", () => {
    const format = formatOf(running);
    assert.ok(format?.kind === "elf" && /^\/lib.*\/ld-/.test(format.loader ?? ""), JSON.stringify(format));
  });

  it("one for another machine, or in another byte order, is not", () => {
    for (const change of [
      [19, 0xfe],
      [5, 2],
    ] as const)
      assert.match(String(whyUnrunnable(file(changed(change)), running)), /another kind of machine/);
  });

  it("one that is not whole is not, nor is an object file", () => {
    for (const bytes of [
      head.subarray(0, 4),
      head.subarray(0, 40),
      head.subarray(0, 63),
      head.subarray(0, 100),
      changed([16, 1]),
    ])
      assert.match(String(whyUnrunnable(file(bytes), running)), /damaged/);
  });

  it("something that is neither a text nor a program is not", () => {
    assert.match(String(whyUnrunnable(file(text("\x1f\x8b\x08\0\0\0")), running)), /neither/);
  });

  it("a damaged file is judged, never thrown over", () => {
    const edit = fc.tuple(fc.oneof(fc.nat(63), fc.nat(900)), fc.nat(255));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), fc.integer({ min: 0, max: 4096 }), (edits, length) => {
        assert.equal(typeof formatOfHead(changed(...edits).subarray(0, length)).kind, "string");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("child: further formats of the kernel", () => {
  const qemu = "enabled\ninterpreter /usr/bin/qemu\nflags: F\noffset 0\nmagic 7f454c4602\nmask ffffffff00\n";

  it("by their magic, their mask and their offset", () => {
    assert.equal(matchesFormat(qemu, "x", text("\x7fELF\x01...")), true);
    assert.equal(matchesFormat(qemu, "x", text("\x7fELf\x02...")), false);
    assert.equal(matchesFormat(qemu, "x", text("\x7fEL")), false);
    assert.equal(matchesFormat(qemu, "x", undefined), false);
    assert.equal(
      matchesFormat("enabled\ninterpreter /x\nflags: \noffset 2\nmagic 4142\n", "x", text("..AB")),
      true,
    );
    assert.equal(
      matchesFormat("enabled\ninterpreter /x\nflags: \noffset 2\nmagic 4142\n", "x", text("AB..")),
      false,
    );
  });

  it("by their extension", () => {
    const jar = "enabled\ninterpreter /usr/bin/jar\nflags: \nextension .jar\n";
    assert.equal(matchesFormat(jar, "/a/b.jar", undefined), true);
    assert.equal(matchesFormat(jar, "/a/b", text("PK")), false);
  });

  it("not when they are switched off", () => {
    assert.equal(matchesFormat(qemu.replace("enabled", "disabled"), "x", text("\x7fELF\x02")), false);
    assert.equal(matchesFormat("", "x", text("")), false);
  });
});
