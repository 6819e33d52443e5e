// Whether this process was already running when something happened in another one: the rule for who shares the failure
// of a call. Only cache/ imports it.
import { readFileSync } from "node:fs";
import { ownIdentity } from "../files/process-identity.ts";

/** A point in time, as far as processes can agree on one. */
export interface Moment {
  /** Where `ticks` count. */
  readonly scope: string;
  /** Hundredths of a second since this machine started, rounded down; null where the system does not tell. */
  readonly ticks: number | null;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** @param now milliseconds since the epoch */
export function thisMoment(now: number): Moment {
  return { scope: ownIdentity().scope, ticks: uptimeTicks(), time: now };
}

/**
 * When this process came into being. On Linux to the hundredth of a second of the fork, which no change of the wall
 * clock touches; elsewhere when Node began to run.
 */
export function ownStart(): Moment {
  const { scope, start } = ownIdentity();
  // As performance.timeOrigin, which would load all of node:perf_hooks.
  const time = Date.now() - process.uptime() * 1000;
  return { scope, ticks: start === "0" ? null : Number(start), time };
}

/** Strictly: of two moments in the same hundredth of a second neither is before the other. */
export function isBefore(one: Moment, other: Moment): boolean {
  if (one.scope === other.scope && one.ticks !== null && other.ticks !== null) return one.ticks < other.ticks;
  return one.time < other.time;
}

/** From proc_uptime(5), in the unit in which proc_pid_stat(5) gives the start of a process. */
function uptimeTicks(): number | null {
  try {
    const [seconds = ""] = readFileSync("/proc/uptime", "latin1").split(" ");
    const ticks = Math.round(Number(seconds) * 100);
    return Number.isFinite(ticks) ? ticks : null;
  } catch {
    return null;
  }
}
