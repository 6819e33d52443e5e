// Writes a file so that everybody sees either the old text or the new one, also after a crash. Everything that
// writes a file with a secret in it goes through here.
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  type Stats,
  unlinkSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Context } from "../context.ts";
import { openFileNumber, writeToDevice, writeToOpenFile } from "./device.ts";
import { fileError, fileRefused } from "./file-error.ts";
import { makeFolder } from "./make-folder.ts";
import { replaceFile } from "./replace-file.ts";
import { findTarget, type Target } from "./target.ts";
import { removeStaleTemporaryFiles, temporaryPath, writeTemporaryFile } from "./temporary-file.ts";

export type WriteContext = Pick<Context, "now" | "sleep" | "platform">;

export interface AtomicWriteOptions {
  /**
   * Called with the path of the temporary file when it is complete, just before it takes the place of the old
   * one. When it throws, the old file stays.
   */
  readonly beforeReplace?: (temporaryPath: string) => void | Promise<void>;
}

export interface WriteResult {
  /** The file that was written: the target, when the path is a symbolic link. */
  readonly path: string;
  /** What the user should know, one sentence each. */
  readonly notes: readonly string[];
}

/** The mode of a new file, and the widest one that an old file keeps. */
const SECRET_MODE = 0o600;

/**
 * Writes a text (as UTF-8) to a file: a temporary file in the same folder, brought to the disk, renamed over the
 * old one, and the folder brought to the disk. A missing folder is created with mode 0700, a new file has mode
 * 0600 from the start. An old file keeps its owner and its mode, unless that is wider than 0600. Symbolic links
 * are followed by the rule of {@link findTarget}. Devices, pipes and `/dev/stdout` are written to directly.
 * @throws HelperError (7) naming the path and the reason; the old file is then untouched
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  context: WriteContext,
  options: AtomicWriteOptions = {},
): Promise<WriteResult> {
  const bytes = Buffer.from(text, "utf8");
  try {
    const openFile = context.platform === "win32" ? undefined : openFileNumber(path);
    if (openFile !== undefined) {
      await writeToOpenFile(openFile, bytes, context.sleep);
      return { path, notes: [] };
    }
    const target = findTarget(path);
    if (target.stats?.isDirectory())
      throw fileRefused("cannot write", path, "it is a folder", "Name a file.");
    if (target.stats !== undefined && !target.stats.isFile()) {
      await writeToDevice(target.path, bytes, context.sleep);
      return { path: target.path, notes: [] };
    }
    return await replace(target, bytes, context, options);
  } catch (error) {
    throw fileError("cannot write", path, error);
  }
}

async function replace(
  { path, stats }: Target,
  bytes: Uint8Array,
  context: WriteContext,
  options: AtomicWriteOptions,
): Promise<WriteResult> {
  const folder = dirname(path);
  makeFolder(folder);
  if (stats !== undefined) refuseReadOnly(path, stats);
  removeStaleTemporaryFiles(folder, context.now());
  const temporary = temporaryPath(folder);
  try {
    writeTemporaryFile(temporary, bytes, (file) => takeOver(file, stats));
    await options.beforeReplace?.(temporary);
    await replaceFile(temporary, path, context);
  } catch (error) {
    remove(temporary);
    throw error;
  }
  syncFolder(folder);
  return { path, notes: stats === undefined ? [] : modeNotes(path, stats, context.platform) };
}

/** Renaming over a file needs no permission on the file itself; but who made it read-only meant it. */
function refuseReadOnly(path: string, stats: Stats): void {
  if ((stats.mode & 0o200) === 0) {
    throw fileRefused("cannot write", path, "the file is read-only", "Make it writable: chmod u+w");
  }
  accessSync(path, constants.W_OK);
}

/** Gives the new file the owner and the mode of the old one. */
function takeOver(file: number, old: Stats | undefined): void {
  // The umask may have taken bits away even from 0600.
  const mode = old === undefined ? SECRET_MODE : old.mode & SECRET_MODE;
  const self = process.geteuid?.();
  if (old !== undefined && self !== undefined) {
    try {
      if (old.uid !== self || old.gid !== process.getegid?.()) fchownSync(file, old.uid, old.gid);
    } catch (error) {
      // A group that we are not in may be lost: with mode 0600 it gave nobody access. The owner may not.
      if (old.uid !== self) throw error;
    }
  }
  fchmodSync(file, mode);
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Never created, or already renamed.
  }
}

/** So that the new name survives a power failure. Windows and some file systems cannot; the text is in place anyway. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, constants.O_RDONLY);
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // See above.
  }
}

function modeNotes(path: string, { mode }: Stats, platform: NodeJS.Platform): readonly string[] {
  const old = mode & 0o7777;
  if (platform === "win32" || (old & ~SECRET_MODE) === 0) return [];
  const text = (bits: number) => bits.toString(8).padStart(4, "0");
  return [`${path} had mode ${text(old)}: narrowed to ${text(old & SECRET_MODE)}`];
}
