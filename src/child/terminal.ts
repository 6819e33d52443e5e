// What Linux tells of processes and their terminal: proc_pid_stat(5).
import { readFileSync } from "node:fs";

interface ProcessStat {
  /** `T` is stopped. */
  readonly state: string;
  readonly group: number;
  /** The foreground process group of the controlling terminal; -1 without a terminal. */
  readonly foreground: number;
}

/** @param text the text of /proc/PID/stat; the name in it is in parentheses and may hold any character */
export function parseStat(text: string): ProcessStat {
  const [state = "", , group, , , foreground] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state, group: Number(group), foreground: Number(foreground) };
}

function statOf(pid: number | "self"): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // Not Linux, or the process has gone.
    return undefined;
  }
}

/**
 * Whether what is typed on the terminal sends signals to this process, and so to its child too. Undefined where the system does not tell.
 * Whether standard input is the terminal says nothing about that.
 */
export function inForeground(): boolean | undefined {
  const stat = statOf("self");
  return stat === undefined ? undefined : stat.foreground > 0 && stat.group === stat.foreground;
}

/** Whether this process has a controlling terminal, whose shell may stop and continue it. */
export function hasTerminal(): boolean {
  return (statOf("self")?.foreground ?? -1) > 0;
}

export function isStopped(pid: number): boolean {
  return statOf(pid)?.state === "T";
}
