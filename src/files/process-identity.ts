// Names a process so that another one can tell later whether it still runs. Locks and temporary files carry
// such names. Imports node built-ins only: it is loaded on the way to a cached answer.
//
// A process id alone proves nothing: ids are used again, and two containers that share a folder count their
// processes separately. So a name also holds the scope in which the id counts (the machine's boot and the pid
// namespace on Linux, the host name elsewhere) and the time at which the process started (Linux).
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { processStat } from "../process-stat.ts";

export interface ProcessIdentity {
  /** Where the process id counts. Letters, digits, `_` and `.` only. */
  readonly scope: string;
  readonly pid: number;
  /** Clock ticks from boot to the start of the process; "0" where the system does not tell. */
  readonly start: string;
}

/** What one process can know about another: `stopped` by a signal or a debugger; `unknown` when only a heartbeat can tell. */
export type Judgement = "alive" | "stopped" | "gone" | "unknown";

const UNKNOWN_START = "0";
/** Lower-case or upper-case hex, host names with everything else replaced: no dash, the separator. */
const PATTERN = /^([A-Za-z0-9_.]+)-(\d+)-(\d+)$/;

/** The identity of this process. Reads three small files below /proc where there are any. */
export function ownIdentity(): ProcessIdentity {
  const start = processStat("self")?.start || UNKNOWN_START;
  return { scope: ownScope(), pid: process.pid, start };
}

/** The identity as a part of a file name. */
export function identityText({ scope, pid, start }: ProcessIdentity): string {
  return `${scope}-${pid}-${start}`;
}

/** The reverse of {@link identityText}; undefined for any other text. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [, scope, pid, start] = PATTERN.exec(text) ?? [];
  if (scope === undefined || pid === undefined || start === undefined) return undefined;
  return { scope, pid: Number(pid), start };
}

/**
 * Whether a process still runs, as far as this one can know.
 * @param own the identity of the process that asks
 */
export function judge(identity: ProcessIdentity, own: ProcessIdentity): Judgement {
  if (identity.scope !== own.scope || identity.pid <= 0) return "unknown";
  if (!answersToSignals(identity.pid)) return "gone";
  if (identity.start === UNKNOWN_START) return "unknown";
  const stat = processStat(identity.pid);
  // With /proc mounted hidepid, a stranger's process exists and cannot be looked at.
  if (stat === undefined || stat.start === "") return "unknown";
  // A zombie runs no more: in a container whose first process reaps nobody it stays for good.
  if (stat.start !== identity.start || "ZXx".includes(stat.state)) return "gone";
  return "Tt".includes(stat.state) ? "stopped" : "alive";
}

function answersToSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and someone else's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function ownScope(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim().replaceAll("-", "");
    const namespace = readlinkSync("/proc/self/ns/pid").replace(/\D/g, "");
    if (/^[0-9a-f]{32}$/.test(boot) && namespace !== "") return `${boot.slice(0, 16)}.${namespace}`;
  } catch {
    // No /proc, or one that keeps these back.
  }
  return `host_${hostname()
    .replace(/[^A-Za-z0-9.]/g, "_")
    .slice(0, 40)}`;
}
