// Whether the kernel will certainly take an executable: Node 22 and 24 end themselves with SIGABRT when execve(2) fails.
import { closeSync, openSync, readSync } from "node:fs";

/** Bytes that hold the ELF header and, in every linker's layout, the program headers. */
const HEAD = 4096;

/**
 * Whether a file is an ELF executable for the same machine and the same program interpreter as one that runs here.
 * Format: elf(5). Only 64-bit little-endian files are looked into; all others are "not certainly".
 * @param running the path of a program that runs on this machine, such as Node itself
 */
export function certainlyExecutable(path: string, running: string): boolean {
  const file = readElf(path);
  const known = readElf(running);
  if (file === undefined || known === undefined || file.machine !== known.machine) return false;
  return file.interpreter === undefined || file.interpreter === known.interpreter;
}

interface Elf {
  readonly machine: number;
  /** The dynamic loader; a static executable has none. */
  readonly interpreter: string | undefined;
}

const ELF_64_LITTLE_ENDIAN = Buffer.from("\x7fELF\x02\x01", "latin1");
const TYPES_EXECUTABLE = [2, 3];
const SEGMENT_INTERPRETER = 3;

function readElf(path: string): Elf | undefined {
  const head = readHead(path);
  if (head.length < 64 || !head.subarray(0, 6).equals(ELF_64_LITTLE_ENDIAN)) return undefined;
  if (!TYPES_EXECUTABLE.includes(head.readUInt16LE(16))) return undefined;
  const offset = Number(head.readBigUInt64LE(32));
  const size = head.readUInt16LE(54);
  const count = head.readUInt16LE(56);
  if (size < 56 || offset + size * count > head.length) return undefined;
  for (let index = 0; index < count; index++) {
    const segment = head.subarray(offset + index * size);
    if (segment.readUInt32LE(0) !== SEGMENT_INTERPRETER) continue;
    const start = Number(segment.readBigUInt64LE(8));
    const length = Number(segment.readBigUInt64LE(32));
    if (start + length > head.length) return undefined;
    return {
      machine: head.readUInt16LE(18),
      interpreter: head.toString("latin1", start, start + length - 1),
    };
  }
  return { machine: head.readUInt16LE(18), interpreter: undefined };
}

function readHead(path: string): Buffer {
  const buffer = Buffer.alloc(HEAD);
  try {
    const file = openSync(path, "r");
    try {
      return buffer.subarray(0, readSync(file, buffer, 0, HEAD, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    // A program may be executable without being readable.
    return buffer.subarray(0, 0);
  }
}
