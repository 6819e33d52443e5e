// Signals between this process, the command that it waits for, and the terminal of both.
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import { hasTerminal, inForeground, isStopped } from "./terminal.ts";

/**
 * What others send to the process that they started, and mean for the command. Not those that the kernel sends for what this
 * process itself does (SIGSEGV, SIGPIPE, SIGXCPU, SIGTTIN…), nor the real-time signals, which Node does not know.
 */
const FORWARDED = [
  "SIGTERM",
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGABRT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGVTALRM",
  "SIGIO",
  "SIGURG",
  "SIGPWR",
  "SIGSTKFLT",
  "SIGWINCH",
  "SIGTSTP",
] as const satisfies readonly NodeJS.Signals[];

/** From the terminal these reach the whole foreground process group, the command included: it must not get them twice. */
const SENT_BY_TERMINAL: readonly string[] = ["SIGINT", "SIGQUIT", "SIGWINCH", "SIGTSTP"];

/**
 * Forwards signals to the command, and stops with it where a shell with job control watches.
 * @param child the command; undefined as long as it has not been started
 * @returns what ends the forwarding
 */
export function forwardSignals(child: () => ChildProcess | undefined): () => void {
  const handlers = new Map<NodeJS.Signals, () => void>();
  for (const signal of FORWARDED) {
    // Elsewhere a stop is left to the system: what tells whether the command is stopped is Linux's.
    if (signal === "SIGTSTP" && process.platform !== "linux") continue;
    handlers.set(signal, () => {
      if (!(SENT_BY_TERMINAL.includes(signal) && (inForeground() ?? isatty(0)))) child()?.kill(signal);
    });
  }
  handlers.set("SIGCONT", () => {
    const pid = child()?.pid;
    // A shell continues the whole process group.
    if (pid !== undefined && (!hasTerminal() || isStopped(pid))) child()?.kill("SIGCONT");
  });
  handlers.set("SIGCHLD", () => {
    const pid = child()?.pid;
    // Without a terminal nobody would continue this process.
    if (pid !== undefined && hasTerminal() && isStopped(pid)) process.kill(process.pid, "SIGSTOP");
  });
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** Their default is a core dump, and one of this process would hold the credentials: signal(7). */
const DUMP_CORE: readonly string[] = [
  "SIGQUIT",
  "SIGILL",
  "SIGTRAP",
  "SIGABRT",
  "SIGBUS",
  "SIGFPE",
  "SIGSEGV",
  "SIGSYS",
  "SIGXCPU",
  "SIGXFSZ",
];

/**
 * Ends this process as a signal ended the command, so that its parent sees no difference: bash leaves a loop on a SIGINT of its
 * child only.
 * @returns 128 + N where that is not possible: for process 1 of a container, and for signals with a core dump
 */
export function endAs(signal: NodeJS.Signals): number {
  if (process.platform !== "win32" && !DUMP_CORE.includes(signal)) {
    if (signal !== "SIGKILL") {
      // Node ignores some signals; whatever had a handler has its default again.
      const ignore = (): void => {};
      process.on(signal, ignore).off(signal, ignore);
    }
    process.kill(process.pid, signal);
  }
  return 128 + constants.signals[signal];
}
