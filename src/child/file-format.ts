// What kind of executable a file is, from its first bytes: for the messages about one that the kernel refused.
import { closeSync, openSync, readdirSync, readFileSync, readSync } from "node:fs";

/** Bytes that hold a script's first line, or the ELF header and, in every linker's layout, the program headers. */
const HEAD = 4096;

export interface Script {
  readonly kind: "script";
  readonly interpreter: string;
}

/** elf(5). */
export interface Elf {
  readonly kind: "elf";
  /** Class, byte order and machine. */
  readonly machine: string;
  /** The dynamic loader; a static executable has none. */
  readonly loader: string | undefined;
  /** It ends before its program headers do, or is no executable but an object file. */
  readonly damaged: boolean;
}

/** A text may be a script without a `#!` line; a binary file is certainly none. */
export type FileFormat = Script | Elf | { readonly kind: "text" | "binary" };

/** @returns undefined for a file that cannot be read: it may be executable nevertheless */
export function formatOf(path: string): FileFormat | undefined {
  const head = readHead(path);
  return head === undefined ? undefined : formatOfHead(head);
}

/** @param head the first {@link HEAD} bytes of a file, or all of them */
export function formatOfHead(head: Buffer): FileFormat {
  const line = head.subarray(0, ends(head.indexOf("\n"), head.length));
  if (head.toString("latin1", 0, 2) === "#!") {
    const [interpreter = ""] = line
      .toString("utf8", 2)
      .replace(/^[ \t]+/, "")
      .split(/[ \t]/);
    return { kind: "script", interpreter };
  }
  if (head.toString("latin1", 0, 4) === "\x7fELF") return elf(head);
  // The rule of bash and of POSIX (sh, "Command Search and Execution"): a NUL in the first line is in no text.
  return { kind: line.includes(0) ? "binary" : "text" };
}

const ends = (found: number, length: number): number => (found === -1 ? length : found);

const EXECUTABLE_TYPES = [2, 3];
const LOADER_SEGMENT = 3;

function elf(head: Buffer): Elf {
  const machine = head.length < 20 ? "" : `${head[4]}/${head[5]}/${head.readUInt16LE(18)}`;
  const damaged: Elf = { kind: "elf", machine, loader: undefined, damaged: true };
  if (head.length < 52) return damaged;
  // Only 64-bit little-endian files are looked into.
  if (head[4] !== 2 || head[5] !== 1) return { ...damaged, damaged: false };
  if (head.length < 64) return damaged;
  const offset = Number(head.readBigUInt64LE(32));
  const size = head.readUInt16LE(54);
  const count = head.readUInt16LE(56);
  if (!EXECUTABLE_TYPES.includes(head.readUInt16LE(16)) || size < 56 || count === 0) return damaged;
  // A whole head that does not reach them says nothing.
  if (offset + size * count > head.length) return { ...damaged, damaged: head.length < HEAD };
  for (let index = 0; index < count; index++) {
    const segment = head.subarray(offset + index * size);
    if (segment.readUInt32LE(0) !== LOADER_SEGMENT) continue;
    const start = Number(segment.readBigUInt64LE(8));
    const end = start + Number(segment.readBigUInt64LE(32)) - 1;
    const loader = end > head.length ? undefined : head.toString("utf8", start, end);
    return { kind: "elf", machine, loader, damaged: false };
  }
  return { kind: "elf", machine, loader: undefined, damaged: false };
}

function readHead(path: string): Buffer | undefined {
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
    return undefined;
  }
}

/** Machines whose programs the kernel of another one runs too: i386 on x86-64, arm on arm64. */
const KINDRED: Readonly<Record<string, string>> = { "2/1/62": "1/1/3", "2/1/183": "1/1/40" };

/** Where the kernel tells which further formats it was taught: binfmt_misc, https://docs.kernel.org/admin-guide/binfmt-misc.html */
const FURTHER_FORMATS = "/proc/sys/fs/binfmt_misc";

/**
 * Why the kernel will refuse a file that no shell can run either, or undefined where it may take it.
 * @param running the path of a program that runs on this machine, such as Node itself
 */
export function whyUnrunnable(path: string, running: string): string | undefined {
  const format = formatOf(path);
  if (format?.kind === "binary")
    return furtherFormat(path) ? undefined : "it is neither a program of this system nor a script";
  if (format?.kind !== "elf") return undefined;
  const known = formatOf(running);
  const same =
    known?.kind !== "elf" || format.machine === known.machine || format.machine === KINDRED[known.machine];
  if ((same && !format.damaged) || furtherFormat(path)) return undefined;
  return same || format.machine === ""
    ? "the program is damaged or not whole"
    : "it is a program for another kind of machine";
}

/** Whether one of the registered formats, such as qemu's for other machines, is that of the file. */
function furtherFormat(path: string): boolean {
  try {
    const head = readHead(path);
    return readdirSync(FURTHER_FORMATS)
      .filter((name) => name !== "status" && name !== "register")
      .some((name) => matchesFormat(readFileSync(`${FURTHER_FORMATS}/${name}`, "utf8"), path, head));
  } catch {
    // It is not mounted.
    return false;
  }
}

/**
 * @param registration the text of one file of binfmt_misc
 * @param head the first bytes of the file, if it can be read
 */
export function matchesFormat(registration: string, path: string, head: Buffer | undefined): boolean {
  const field = (name: string): string | undefined =>
    new RegExp(`^${name} (.*)$`, "m").exec(registration)?.[1];
  if (!registration.startsWith("enabled")) return false;
  const extension = field("extension");
  if (extension !== undefined) return path.endsWith(extension);
  const magic = Buffer.from(field("magic") ?? "", "hex");
  const mask = Buffer.from(field("mask") ?? "ff".repeat(magic.length), "hex");
  const start = Number(field("offset") ?? 0);
  return (
    magic.length > 0 &&
    head !== undefined &&
    head.length >= start + magic.length &&
    magic.every((byte, at) => ((byte ^ (head[start + at] ?? 0)) & (mask[at] ?? 0xff)) === 0)
  );
}
