// This process and its child at the terminal of both.
import { processStat } from "../process-stat.ts";

/**
 * Whether what is typed on the terminal sends signals to this process, and so to its child too. Undefined where the system does not tell.
 * Whether standard input is the terminal says nothing about that.
 */
export function inForeground(): boolean | undefined {
  const stat = processStat("self");
  return stat === undefined ? undefined : stat.foreground > 0 && stat.group === stat.foreground;
}

/** Whether this process has a controlling terminal, whose shell may stop and continue it. */
export function hasTerminal(): boolean {
  return (processStat("self")?.foreground ?? -1) > 0;
}

export function isStopped(pid: number): boolean {
  return processStat(pid)?.state === "T";
}
