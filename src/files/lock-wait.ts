// How to wait for a lock: for how long, with which pauses, and until when its holder counts as alive. Only lock.ts imports it.
import { lastTouched, ticketOwner } from "./lock-folder.ts";
import { judge, type ProcessIdentity } from "./process-identity.ts";

export interface Patience {
  /** How long to wait for one and the same holder at most. */
  readonly waitMilliseconds: number;
  /** How long to wait in all; ten times as long if not given: in a crowd the lock changes hands all the time. */
  readonly waitInAllMilliseconds?: number;
  /** A stopped holder loses the lock as a silent one does. Only where an action that goes on without the lock does no harm. */
  readonly breaksStopped?: boolean;
  /** After how long without a touch a holder is silent; ten seconds if not given. */
  readonly silenceMilliseconds?: number;
  /** Milliseconds since the epoch. */
  now(): number;
}

const FIRST_PAUSE_MILLISECONDS = 5;
const LONGEST_PAUSE_MILLISECONDS = 40;
const LONGEST_PAUSE_IN_A_CROWD_MILLISECONDS = 250;
/** More than a pause and this is not waiting, even on a machine with much to do. */
const LONGEST_STEP_MILLISECONDS = 1000;
const SILENCE_MILLISECONDS = 10_000;

/**
 * Says when the wait is over. Time is added up step by step, as the clock has it and at least the pause; but not when
 * it jumps, or when the machine slept: then a whole crowd would give up at once.
 */
export function patience({ waitMilliseconds, waitInAllMilliseconds = 10 * waitMilliseconds, now }: Patience) {
  let [inAll, forHolder, seen, at] = [0, 0, "", now()];
  return (holder: string, paused: number): boolean => {
    const before = at;
    at = now();
    const step = Math.min(Math.max(at - before, paused), paused + LONGEST_STEP_MILLISECONDS);
    inAll += step;
    forHolder = holder === seen ? forHolder + step : 0;
    seen = holder;
    return forHolder >= waitMilliseconds || inAll >= waitInAllMilliseconds;
  };
}

/**
 * Growing, but a small part of the time waited so far: a crowd of waiters must leave the processor to the holder.
 * Random by a half, so that they do not move in step.
 */
export function nextPause(last: number, waited: number): number {
  const longest = Math.min(
    Math.max(LONGEST_PAUSE_MILLISECONDS, waited / 20),
    LONGEST_PAUSE_IN_A_CROWD_MILLISECONDS,
  );
  const next = Math.min(Math.max(last * 2, FIRST_PAUSE_MILLISECONDS), longest);
  return Math.ceil(next * (0.5 + Math.random() / 2));
}

/** Tells whether a holder has lost its right to the lock. */
export function deathDetector(
  path: string,
  own: ProcessIdentity,
  { breaksStopped = false, silenceMilliseconds = SILENCE_MILLISECONDS }: Patience,
): (holder: string, paused: number) => boolean {
  const isSilent = silenceDetector(path, silenceMilliseconds);
  return (holder, paused) => {
    const owner = ticketOwner(holder);
    const judgement = owner === undefined ? "unknown" : judge(owner, own);
    if (judgement === "gone") return true;
    return (
      (judgement === "unknown" || (judgement === "stopped" && breaksStopped)) && isSilent(holder, paused)
    );
  };
}

/** Adds up the pauses during which one holder did not touch its ticket. */
function silenceDetector(path: string, longest: number): (holder: string, paused: number) => boolean {
  let seen = "";
  let silence = 0;
  return (holder, paused) => {
    const state = `${holder} ${lastTouched(path, holder)}`;
    silence = state === seen ? silence + paused : 0;
    seen = state;
    return silence >= longest;
  };
}
