// Runs a command in place of this program, as far as the platform lets: environment, signals, terminal and exit code are the command's own.
import type { ChildProcess } from "node:child_process";
import type { Context, Environment } from "../context.ts";
import type { EnvironmentChange } from "../environment.ts";
import { assertEnvironmentValue } from "../environment.ts";
import { EXIT } from "../errors.ts";
import { formatOf, whyUnrunnable } from "./file-format.ts";
import { findExecutable } from "./find-executable.ts";
import { notExecutable, refusal } from "./refusal.ts";
import { canReplaceProcess, replaceProcess } from "./replace-process.ts";
import { endAs, forwardSignals } from "./signals.ts";
import { type Program, start } from "./start.ts";

/** The environment of the command. */
export function childEnvironment(env: Environment, changes: readonly EnvironmentChange[]): Environment {
  changes.forEach(assertEnvironmentValue);
  const changed = new Map(changes.map(({ name, value }) => [name, value]));
  const kept = Object.entries(env).filter(([name]) => !changed.has(name));
  const set = [...changed].filter(([, value]) => value !== undefined);
  return Object.fromEntries([...kept, ...set]);
}

/**
 * What can be known of the command before AWS is asked.
 * @throws HelperError with exit code 126 or 127 when it certainly cannot be started
 */
export function prepareChild(
  words: readonly string[],
  { env, platform, workingDirectory }: Pick<Context, "env" | "platform" | "workingDirectory">,
): Program {
  const [name = "", ...args] = words;
  // On Windows the search is the system's.
  if (platform === "win32") return { path: name, name, args };
  return { path: findExecutable(name, env, workingDirectory), name, args };
}

/**
 * @returns the command's exit code; where a signal ended it, this process ends by the same one, or if it cannot, with 128 + N
 * @throws HelperError with exit code 126 or 127 when it cannot be started
 */
export async function runChild(program: Program, env: Environment): Promise<number> {
  if (canReplaceProcess()) return replace(program, env);
  // execvp(3) hands whatever the kernel refuses to sh, and that would run a program for another machine as a script.
  const unrunnable = process.platform === "win32" ? undefined : whyUnrunnable(program.path, process.execPath);
  if (unrunnable !== undefined) throw notExecutable(program.path, unrunnable);
  return attend(program, env);
}

/** The interpreter of scripts that name none: execvp(3), and POSIX for every shell. */
const SHELL = "/bin/sh";

function withShell({ path, args }: Program): Program {
  return { path: SHELL, name: SHELL, args: [path, ...args] };
}

/** Whether the kernel refused a file that is a script for sh: one that it knows no format of and that may be a text. */
function isForShell({ path }: Program, failure: unknown): boolean {
  const format = formatOf(path);
  return (
    (failure as NodeJS.ErrnoException).code === "ENOEXEC" && (format === undefined || format.kind === "text")
  );
}

function replace(program: Program, env: Environment): never {
  try {
    return replaceProcess(program.path, [program.name, ...program.args], env);
  } catch (failure) {
    if (program.path !== SHELL && isForShell(program, failure)) return replace(withShell(program), env);
    throw refusal(program.path, failure as NodeJS.ErrnoException, process.execPath);
  }
}

/** Starts the command and waits for its end. */
async function attend(program: Program, env: Environment): Promise<number> {
  let child: ChildProcess | undefined;
  // Before the command starts: a signal in its first moments would else end this process and leave the command behind.
  const stopForwarding = forwardSignals(() => child);
  let ended: Ended;
  try {
    child = start(program, env);
    ended = await endOf(child);
  } catch (failure) {
    if (program.path !== SHELL && isForShell(program, failure)) return attend(withShell(program), env);
    throw refusal(program.path, failure as NodeJS.ErrnoException, process.execPath);
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
