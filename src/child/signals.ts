// Signals between this process and the command that it waits for.
import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";

/** Signals that a supervisor sends to the process it started, and means for the command. */
const FORWARDED = [
  "SIGTERM",
  "SIGHUP",
  "SIGINT",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGWINCH",
  "SIGCONT",
] as const;

/** From a terminal these reach the whole foreground process group, the command included: it must not get them twice. */
const SENT_BY_TERMINAL: readonly string[] = ["SIGINT", "SIGQUIT", "SIGWINCH"];

/**
 * @param child the command; undefined as long as it has not been started
 * @returns what ends the forwarding
 */
export function forwardSignals(child: () => ChildProcess | undefined): () => void {
  const terminal = isatty(0);
  const handlers = FORWARDED.map((signal) => {
    const handler = (): void => {
      if (!(terminal && SENT_BY_TERMINAL.includes(signal))) child()?.kill(signal);
    };
    return { signal, handler };
  });
  for (const { signal, handler } of handlers) process.on(signal, handler);
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}

/** @returns the exit code for a command that a signal ended */
export function endAs(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
