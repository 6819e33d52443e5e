// Removes what other jobs and killed processes have left in the cache folder, in passing. Nothing here matters for the
// answer: what cannot be removed stays, and a file that goes although someone wants it costs them one call of STS.
import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  rmdirSync,
  unlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { CODE_FOLDER } from "../state/folder.ts";
import { isKeptForJob, PROBE_PREFIX } from "../state/job-files.ts";
import { expiryOf, HEADER_LENGTH } from "./format.ts";

/** Looked at in one sweep, so that a crowded folder costs no more than a moment. */
const FILES_AT_ONCE = 64;
const FOLDERS_AT_ONCE = 16;
/** Milliseconds. No session is longer than 12 hours: what cannot be read and is older is nobody's. */
const UNREADABLE_LIFE = 24 * 60 * 60 * 1000;
/** Milliseconds. A temporary file lives for a moment, a lock for the half minute of a call. */
const LEFTOVER_LIFE = 60 * 60 * 1000;

/** Milliseconds. Longer than any job runs. */
const FORGOTTEN_LIFE = 7 * 24 * 60 * 60 * 1000;

/** A kind of file in the folder, and whether one of them is to go. */
interface Sort {
  readonly pattern: { test(name: string): boolean };
  remove(path: string, now: number): void;
}

const SORTS: readonly Sort[] = [
  { pattern: /^[0-9a-f]{32}\.(credentials|failure|answer)$/, remove: removeExpired },
  { pattern: /^[0-9a-f]{32}\.(credentials|failure|answer)\.[^/]*\.tmp$/, remove: removeLeftover },
  { pattern: /^[0-9a-f]{32}\.lock(\.[^/]*)?$/, remove: removeLock },
  // What `cleanup` would have removed, had the job called it.
  { pattern: new RegExp(`^${PROBE_PREFIX}`), remove: removeLeftover },
  { pattern: { test: isKeptForJob }, remove: removeForgotten },
];

/** Compiled code that was being written: the name of the file and a process id (entry-code-cache.ts). */
const CODE_SORTS: readonly Sort[] = [{ pattern: /\.\d+$/, remove: removeLeftover }];

/**
 * Looks at a job's folder, and at those of other jobs beside it.
 * @param now milliseconds since the epoch
 */
export function sweep(folder: string, now: number): void {
  sweepFolder(folder, SORTS, now);
  const beside = dirname(folder);
  for (const name of some(namesIn(beside), FOLDERS_AT_ONCE)) {
    const other = join(beside, name);
    if (other !== folder) sweepOther(other, name === CODE_FOLDER ? CODE_SORTS : SORTS, now);
  }
}

function sweepFolder(folder: string, sorts: readonly Sort[], now: number): void {
  for (const name of some(namesIn(folder), FILES_AT_ONCE)) {
    try {
      sorts.find(({ pattern }) => pattern.test(name))?.remove(join(folder, name), now);
    } catch {
      // Another process was faster, or it is not ours to remove.
    }
  }
}

/** What is in it and not of the cache stays, and so does the folder then. */
function sweepOther(folder: string, sorts: readonly Sort[], now: number): void {
  try {
    // No link is followed out of the cache.
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) return;
    sweepFolder(folder, sorts, now);
    // Not a new one, whose first file is about to be made.
    if (stats.mtimeMs + LEFTOVER_LIFE <= now) rmdirSync(folder);
  } catch {
    // Not empty, or not ours to remove.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** All, or so many from anywhere in the list that each gets its turn. */
function some(names: readonly string[], count: number): readonly string[] {
  const start = Math.floor(Math.random() * Math.max(1, names.length - count + 1));
  return names.slice(start, start + count);
}

function removeForgotten(path: string, now: number): void {
  if (lstatSync(path).mtimeMs + FORGOTTEN_LIFE <= now) unlinkSync(path);
}

function removeExpired(path: string, now: number): void {
  const expiry = readExpiry(path);
  const end = expiry ?? lstatSync(path).mtimeMs + UNREADABLE_LIFE;
  if (end <= now) unlinkSync(path);
}

function readExpiry(path: string): number | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const header = Buffer.alloc(HEADER_LENGTH);
    return expiryOf(header.subarray(0, readSync(file, header, 0, HEADER_LENGTH, 0)));
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function removeLeftover(path: string, now: number): void {
  if (lstatSync(path).mtimeMs + LEFTOVER_LIFE <= now) unlinkSync(path);
}

/** A holder touches its ticket; one that has stood still that long is dead. The name of a ticket is unique, so the next holder's is safe. */
function removeLock(path: string, now: number): void {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return;
  for (const ticket of readdirSync(path)) removeLeftover(join(path, ticket), now);
  // Fails as long as there is a ticket in it; an empty one is a free lock, or a ticket's folder that is being made.
  if (stats.mtimeMs + LEFTOVER_LIFE <= now) rmdirSync(path);
}
