// What Linux tells of a process: proc_pid_stat(5).
import { readFileSync } from "node:fs";

export interface ProcessStat {
  /** One letter: `T` is stopped, `Z` a zombie. */
  readonly state: string;
  /** The process group. */
  readonly group: number;
  /** The foreground process group of the controlling terminal; -1 without a terminal. */
  readonly foreground: number;
  /** When it came into being, in hundredths of a second since the machine started; empty where that is not told. */
  readonly start: string;
}

/** @returns undefined where there is no such process, where it may not be looked at, and on other systems */
export function processStat(pid: number | "self"): ProcessStat | undefined {
  try {
    return parseProcessStat(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return undefined;
  }
}

/** @param text the text of /proc/PID/stat; the name in it is in parentheses and may hold any character */
export function parseProcessStat(text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state = "", , group, , , foreground] = fields;
  return { state, group: Number(group), foreground: Number(foreground), start: fields[19] ?? "" };
}
