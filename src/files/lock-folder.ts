// The folder that a lock is, and the tickets in it: what lock.ts is built from. Every function is one atomic step
// of the file system, or a look at it. Only lock.ts imports it.
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { errorCode, fileRefused } from "./file-error.ts";
import { identityText, judge, type ProcessIdentity, parseIdentity } from "./process-identity.ts";

export interface Ticket {
  /** The name of the file in the folder: unique, and telling whose it is. */
  readonly name: string;
  /** The waiter's own folder, which becomes the lock. */
  readonly folder: string;
}

/** Tickets of waiters that died are removed some at a time, so that a crowd of waiters does not slow the holder down. */
const SWEPT_AT_ONCE = 16;
const OLD_MILLISECONDS = 60 * 60 * 1000;

export function newTicket(path: string, owner: ProcessIdentity): Ticket {
  const name = `${identityText(owner)}-${Math.floor(Math.random() * 2 ** 48).toString(16)}`;
  return { name, folder: `${path}.${name}` };
}

/** Whose ticket a name is; undefined for a file that is no ticket. */
export function ticketOwner(name: string): ProcessIdentity | undefined {
  return parseIdentity(name.slice(0, Math.max(0, name.lastIndexOf("-"))));
}

/**
 * The ticket in the lock; undefined when the lock is free.
 * @throws HelperError (7) for a link, and for a file that is no ticket: whoever breaks a lock removes what is in it, and
 * somebody else may have laid that where the lock would be
 */
export function holderOf(path: string): string | undefined {
  try {
    if (lstatSync(path).isSymbolicLink())
      throw fileRefused(
        "cannot lock",
        path,
        "it is a symbolic link",
        "Remove it: nothing of ours is a link.",
      );
    const [name] = readdirSync(path);
    if (name !== undefined && ticketOwner(name) === undefined)
      throw fileRefused(
        "cannot lock",
        path,
        `${name} is in it, which is no lock of ours`,
        "Remove that file.",
      );
    return name;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

export function hasTicket(path: string, name: string): boolean {
  return existsSync(join(path, name));
}

/** When the ticket was touched last, milliseconds; undefined when it is gone. */
export function lastTouched(path: string, name: string): number | undefined {
  return statSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs;
}

/** One try. False when another process was faster. */
export function tryToTake(path: string, ticket: Ticket): boolean {
  prepareFolder(ticket);
  try {
    // POSIX renames over an empty folder, Windows does not.
    removeEmptyFolder(path);
    renameSync(ticket.folder, path);
  } catch (error) {
    const code = errorCode(error) ?? "";
    // POSIX says ENOTEMPTY or EEXIST for a lock that is taken, Windows EPERM or EACCES. ENOENT: a sweep removed the
    // folder; or a network file system renamed it, lost the answer and asked again.
    const passing = ["ENOTEMPTY", "EEXIST", "ENOENT"].includes(code);
    if (!passing && !(["EPERM", "EACCES", "EBUSY"].includes(code) && existsSync(path))) throw error;
  }
  return hasTicket(path, ticket.name);
}

function prepareFolder({ folder, name }: Ticket): void {
  if (hasTicket(folder, name)) return;
  removeEmptyFolder(folder);
  mkdirSync(folder, { mode: 0o700 });
  // The umask may have taken away even the owner's bits.
  chmodSync(folder, 0o700);
  closeSync(openSync(join(folder, name), "wx", 0o600));
}

/** Frees the lock if it is this ticket that holds it; does nothing to any other holder. */
export function removeTicket(path: string, name: string): void {
  try {
    unlinkSync(join(path, name));
  } catch {
    // Removed by another process. Should it stay for another reason, the lock stays taken, which is safe.
  }
  removeEmptyFolder(path);
}

function removeEmptyFolder(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not there, or in use.
  }
}

/** Removes the folders of waiters that died while they waited. */
export function sweepTickets(path: string, own: ProcessIdentity, now: number): void {
  const prefix = `${basename(path)}.`;
  const names = readdirSync(dirname(path)).filter((name) => name.startsWith(prefix));
  for (const entry of names.slice(0, SWEPT_AT_ONCE)) {
    const name = entry.slice(prefix.length);
    const owner = ticketOwner(name);
    const folder = join(dirname(path), entry);
    if (owner === undefined) continue;
    const touched = lastTouched(folder, name);
    const isOld = touched !== undefined && now - touched > OLD_MILLISECONDS;
    if (judge(owner, own) === "gone" || isOld) removeTicket(folder, name);
  }
}
