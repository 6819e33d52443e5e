// Runs a command in place of this program, as far as the platform lets: environment, signals, terminal and exit code are the command's own.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { isatty } from "node:tty";
import type { Context, Environment } from "../context.ts";
import type { EnvironmentChange } from "../environment.ts";
import { assertEnvironmentValue } from "../environment.ts";
import { EXIT, HelperError } from "../errors.ts";
import { findExecutable } from "./find-executable.ts";
import { replaceProcess } from "./replace-process.ts";

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

/** The environment of the command. */
export function childEnvironment(env: Environment, changes: readonly EnvironmentChange[]): Environment {
  changes.forEach(assertEnvironmentValue);
  const changed = new Map(changes.map(({ name, value }) => [name, value]));
  const kept = Object.entries(env).filter(([name]) => !changed.has(name));
  const set = [...changed].filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...set]);
}

/**
 * @returns the command's exit code, or 128 + N when signal N ended it
 * @throws HelperError with exit code 126 or 127 when it cannot be started
 */
export function runChild(
  [command = "", ...args]: readonly string[],
  env: Environment,
  context: Pick<Context, "platform" | "workingDirectory">,
): Promise<number> {
  const windows = context.platform === "win32";
  const path = windows ? command : findExecutable(command, env, context.workingDirectory);
  if (!windows) replaceProcess(path, [command, ...args], env);
  // Before the command starts: a signal in its first moments would else end this process and leave the command behind.
  const stopForwarding = forwardSignals((signal) => child.kill(signal), isatty(0));
  const child = start(path, args, { stdio: "inherit", env: { ...env }, argv0: command, windowsHide: false });
  return new Promise<number>((done, failed) => {
    child.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "ENOENT" ? EXIT.CHILD_NOT_FOUND : EXIT.CHILD_NOT_EXECUTABLE;
      failed(new HelperError(code, `${command} could not be run: ${cause.message}`, { cause }));
    });
    child.once("exit", (code, signal) =>
      done(signal === null ? (code ?? EXIT.UNEXPECTED) : 128 + constants.signals[signal]),
    );
  }).finally(stopForwarding);
}

/** A script without a first line that names its interpreter is one for sh, as in execvp(3). Node knows that, Bun does not. */
function start(path: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  try {
    return spawn(path, args, options);
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code !== "ENOEXEC") throw failure;
    return spawn("/bin/sh", [path, ...args], { ...options, argv0: "sh" });
  }
}

function forwardSignals(forward: (signal: NodeJS.Signals) => void, terminal: boolean): () => void {
  const handlers = FORWARDED.map((signal) => {
    const handler = (): void => {
      if (!(terminal && SENT_BY_TERMINAL.includes(signal))) forward(signal);
    };
    return { signal, handler };
  });
  for (const { signal, handler } of handlers) process.on(signal, handler);
  return () => {
    for (const { signal, handler } of handlers) process.off(signal, handler);
  };
}
