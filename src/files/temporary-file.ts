// The temporary files that a write goes through: their names, their creation, and the removal of those that
// crashed runs have left. Only atomic-write.ts imports it.
import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { identityText, judge, ownIdentity, parseIdentity } from "./process-identity.ts";

const PREFIX = ".gitlab-aws-credential-helper-";
const SUFFIX = ".tmp";
/** A file that old is left over, whoever made it: writing takes milliseconds. */
const OLD_MILLISECONDS = 60 * 60 * 1000;

/** A name that no other process takes, and that tells who made it. Not made from the target's name: that may be as long as names can be. */
export function temporaryPath(folder: string): string {
  const random = Math.floor(Math.random() * 0x1_0000_0000).toString(16);
  return join(folder, `${PREFIX}${identityText(ownIdentity())}-${random}${SUFFIX}`);
}

/**
 * Creates the file with mode 0600 (less what the umask takes), writes the bytes and brings them to the disk.
 * `prepare` gets the open file before the first byte is in it.
 * @throws the system's error; the file is then still there
 */
export function writeTemporaryFile(path: string, bytes: Uint8Array, prepare: (file: number) => void): void {
  // O_EXCL and O_NOFOLLOW: never through something that another user put there. Absent on Windows: undefined | is 0.
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const file = openSync(path, flags, 0o600);
  try {
    prepare(file);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Removes what crashed runs have left in a folder: files of our name whose process is known to be gone, or that
 * are older than an hour. What cannot be removed stays.
 * @param now milliseconds since the epoch
 */
export function removeStaleTemporaryFiles(folder: string, now: number): void {
  const own = ownIdentity();
  for (const name of namesIn(folder)) {
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) continue;
    const identity = parseIdentity(name.slice(PREFIX.length, name.lastIndexOf("-")));
    if (identity === undefined) continue;
    const path = join(folder, name);
    try {
      const gone = judge(identity, own) === "gone";
      if (gone || now - statSync(path).mtimeMs > OLD_MILLISECONDS) unlinkSync(path);
    } catch {
      // Another process removed it first, or it is not ours to remove.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
