// A lock between processes, for the AWS files and for the single STS call of a job. Imports node built-ins and
// errors only: it is loaded on the way to a cached answer.
//
// The lock is a folder, and whoever holds it has one file in it, the ticket, whose name says who that is:
//
//   free      there is no folder, or it is empty
//   taking    make a folder of one's own with the ticket in it, and rename it to the path of the lock. That succeeds
//             only while the lock is free: no system renames a folder over one with something in it
//   leaving   remove the ticket
//   breaking  the lock of a process that died: remove its ticket, too
//
// Removing a ticket is a compare-and-delete: its name is unique, so whoever judged a holder to be dead, however long
// ago, can only ever remove that holder's ticket, never the next one's. That is the race which plain lock files lose.
// Rename and unlink are atomic on every file system, network ones and Windows included; nothing else is asked of it.
//
// A holder on this boot of this machine and in this pid namespace is alive when its process id exists with its start
// time: a stopped process keeps the lock, unless `breaksStopped` says otherwise, a killed one loses it at once. About
// any other holder (another container or machine; systems without /proc) a process id says nothing, or not enough.
// Such a holder shows that it is alive by touching its ticket every second, and loses the lock when a waiter saw no
// touch for ten seconds. The waiter counts its own pauses, so neither two clocks nor a machine that slept make a
// living holder look dead. A holder that stood still that long may have lost the lock without knowing: it asks
// `isHeld()` before the step that matters.
import { rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { EXIT, HelperError } from "../errors.ts";
import { fileError } from "./file-error.ts";
import {
  hasTicket,
  holderOf,
  newTicket,
  removeTicket,
  sweepTickets,
  type Ticket,
  ticketOwner,
  tryToTake,
} from "./lock-folder.ts";
import { deathDetector, nextPause, type Patience, patience } from "./lock-wait.ts";
import { ownIdentity, type ProcessIdentity } from "./process-identity.ts";

export interface LockOptions<T> extends Patience {
  sleep(milliseconds: number): Promise<void>;
  /** Asked before every try: what it returns, unless undefined, ends the wait and is the result. */
  readonly meanwhile?: () => T | undefined;
}

export interface HeldLock {
  /** False when the lock was taken away because this process had stood still for too long. */
  isHeld(): boolean;
}

/** The wait was over and the lock still taken (exit code 7). */
export class LockBusyError extends HelperError {}

const TOUCH_MILLISECONDS = 1000;

/**
 * Runs an action while no other process runs one with the same lock, and returns its result.
 * @param path of the lock, in a folder that exists. Nothing stays there afterwards
 * @throws LockBusyError (7) when the wait is over; HelperError (7) when the folder cannot be written; what the action throws
 */
export async function withLock<T>(
  path: string,
  options: LockOptions<T>,
  action: (lock: HeldLock) => T | Promise<T>,
): Promise<T> {
  const own = ownIdentity();
  const ticket = newTicket(path, own);
  const early = await take(path, ticket, own, options);
  if (early !== undefined) return early;
  const stopTouching = keepTouching(join(path, ticket.name));
  try {
    sweepTickets(path, own, options.now());
    return await action({ isHeld: () => hasTicket(path, ticket.name) });
  } finally {
    stopTouching();
    removeTicket(path, ticket.name);
  }
}

/** Waits until the lock is taken, and returns undefined; or returns what `meanwhile` found. */
async function take<T>(
  path: string,
  ticket: Ticket,
  own: ProcessIdentity,
  options: LockOptions<T>,
): Promise<T | undefined> {
  const isDead = deathDetector(path, own, options);
  const isOver = patience(options);
  const tryOnce = (paused: number): string | undefined => {
    const holder = holderOf(path);
    if (holder !== undefined && !isDead(holder, paused)) return holder;
    if (holder !== undefined) removeTicket(path, holder);
    return tryToTake(path, ticket) ? undefined : (holderOf(path) ?? "");
  };
  try {
    for (let waited = 0, pause = 0; ; waited += pause) {
      const early = options.meanwhile?.();
      if (early !== undefined) return early;
      const holder = inWords(path, () => tryOnce(pause));
      if (holder === undefined) return undefined;
      if (isOver(holder, pause)) throw busy(path, holder, own);
      pause = nextPause(pause, waited);
      await options.sleep(pause);
    }
  } finally {
    // Still there only when the lock was not taken.
    rmSync(ticket.folder, { recursive: true, force: true });
  }
}

function inWords<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw fileError("cannot lock", path, error);
  }
}

function keepTouching(ticket: string): () => void {
  const touch = () => {
    try {
      const now = new Date();
      utimesSync(ticket, now, now);
    } catch {
      // The ticket is gone: `isHeld` tells.
    }
  };
  const timer = setInterval(touch, TOUCH_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}

function busy(path: string, holder: string, own: ProcessIdentity): LockBusyError {
  const owner = ticketOwner(holder);
  const who =
    owner?.scope === own.scope
      ? `process ${owner.pid}`
      : "a process in another container or on another machine";
  return new LockBusyError(EXIT.FILE, `cannot lock ${path}: ${who} holds it, and the wait is over`, {
    remedy: "Wait for the other process to end, then run the command again.",
  });
}
