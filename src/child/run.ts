// Runs a command in place of this program, as far as the platform lets: environment, signals, terminal and exit code are the command's own.
import type { ChildProcess } from "node:child_process";
import type { Context, Environment, Log } from "../context.ts";
import type { EnvironmentChange } from "../environment.ts";
import { assertEnvironmentValue } from "../environment.ts";
import { EXIT, HelperError } from "../errors.ts";
import { formatOf, whyUnrunnable } from "./file-format.ts";
import { findExecutable } from "./find-executable.ts";
import { inheritedDescriptors } from "./inherited-descriptors.ts";
import { type Program, SHELL, withShell } from "./program.ts";
import { isDoubtful, ofThisProcess, rawArguments } from "./raw-bytes.ts";
import { notExecutable, refusal } from "./refusal.ts";
import { replaceProcess } from "./replace-process.ts";
import { endAs, forwardSignals } from "./signals.ts";
import { start } from "./start.ts";

/** The environment of the command. */
export function childEnvironment(env: Environment, changes: readonly EnvironmentChange[]): Environment {
  changes.forEach(assertEnvironmentValue);
  const changed = new Map(changes.map(({ name, value }) => [name, value]));
  const kept = Object.entries(env).filter(([name]) => !changed.has(name));
  const set = [...changed].filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...set]);
}

/**
 * What can be known of the command before AWS is asked, and what only then can: later this process has descriptors of its own.
 * @throws HelperError with exit code 126 or 127 when it certainly cannot be started
 */
export function prepareChild(
  words: readonly string[],
  { env, platform, workingDirectory }: Pick<Context, "env" | "platform" | "workingDirectory">,
): Program {
  const [name = "", ...args] = words;
  // On Windows the search is the system's.
  if (platform === "win32") return { path: name, name, args, bytes: undefined, descriptors: [] };
  const path = findExecutable(name, env, workingDirectory);
  const cmdline = words.some(isDoubtful) ? ofThisProcess("cmdline") : undefined;
  const bytes = cmdline && rawArguments(words, cmdline);
  return { path, name, args, bytes, descriptors: inheritedDescriptors(env) };
}

/**
 * @returns the command's exit code; where a signal ended it, this process ends by the same one, or if it cannot, with 128 + N
 * @throws HelperError with exit code 126 or 127 when it cannot be started
 */
export async function runChild(program: Program, env: Environment, log: Log): Promise<number> {
  try {
    replaceProcess(program, env);
    // execvp(3), by which a child is started, hands to sh whatever the kernel refuses, programs for other machines too.
    const unrunnable =
      process.platform === "win32" ? undefined : whyUnrunnable(program.path, process.execPath);
    if (unrunnable !== undefined) throw notExecutable(program.path, unrunnable);
    return await attend(program, env, log);
  } catch (failure) {
    if (failure instanceof HelperError) throw failure;
    if (program.path !== SHELL && isForShell(program, failure)) return runChild(withShell(program), env, log);
    throw refusal(program.path, failure as NodeJS.ErrnoException, process.execPath);
  }
}

/** Whether the kernel refused a file that is a script for sh: one that it knows no format of and that may be a text. */
function isForShell({ path }: Program, failure: unknown): boolean {
  const format = formatOf(path);
  return (
    (failure as NodeJS.ErrnoException).code === "ENOEXEC" && (format === undefined || format.kind === "text")
  );
}

/** Starts the command and waits for its end. */
async function attend(program: Program, env: Environment, log: Log): Promise<number> {
  let child: ChildProcess | undefined;
  // Before the command starts: a signal in its first moments would else end this process and leave the command behind.
  const stopForwarding = forwardSignals(() => child);
  let ended: Ended;
  try {
    child = start(program, env, (message) => log.warn(message));
    ended = await endOf(child);
  } finally {
    stopForwarding();
  }
  return ended.signal === null ? (ended.code ?? EXIT.UNEXPECTED) : endAs(ended.signal);
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code, signal) => done({ code, signal }));
  });
}
