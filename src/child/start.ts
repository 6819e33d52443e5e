// Starts a command as a child of this process, with everything that execve(2) would have left to it.
import { ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Environment } from "../context.ts";
import { closesOnExec } from "./inherited-descriptors.ts";
import { isDoubtfulEnvironment, type Program, SHELL, throughShell } from "./program.ts";
import { isDoubtful } from "./raw-bytes.ts";

/**
 * @param warn gets told what cannot be handed on as it is
 * @throws the kernel's refusal, unless it comes as the child's event `error`
 */
export function start(program: Program, env: Environment, warn: (message: string) => void): ChildProcess {
  if (program.bytes !== undefined) {
    if (existsSync(SHELL)) return start(throughShell(program, env), env, warn);
    warn(
      `there is no ${SHELL}, without which arguments that are no UTF-8 cannot be handed on: some of their bytes were replaced`,
    );
  }
  const { path, name, args } = program;
  const stdio = stdioOf(program);
  if (process.platform === "linux" && isDoubtfulEnvironment(env)) {
    if (process.versions["bun"] === undefined) return startInOwnEnvironment(program, env, stdio);
    warn("variables that are no UTF-8 cannot be handed on: some of their bytes were replaced");
  }
  return spawn(path, args, { stdio, env: { ...env }, argv0: name, windowsHide: false });
}

/** Standard input, output and error, and the other descriptors by their own numbers. Those in between stay closed. */
function stdioOf({ descriptors }: Program): StdioOptions {
  const stdio: ("inherit" | "ignore" | number)[] = ["inherit", "inherit", "inherit"];
  for (const descriptor of descriptors.filter(closesOnExec)) {
    while (stdio.length < descriptor) stdio.push("ignore");
    stdio.push(descriptor);
  }
  return stdio;
}

/** What `spawn` of node:child_process itself calls, with the variables as texts. Without them the child gets those of this process as they are. */
interface Spawning {
  spawn(options: { file: string; args: readonly string[]; stdio: StdioOptions }): void;
}

/** Bytes that are no UTF-8 never become texts here: the environment of this process becomes that of the command. */
function startInOwnEnvironment(
  { path, name, args }: Program,
  env: Environment,
  stdio: StdioOptions,
): ChildProcess {
  for (const variable of Object.keys(process.env))
    if (!Object.hasOwn(env, variable) && !isDoubtful(variable)) delete process.env[variable];
  for (const [variable, value] of Object.entries(env))
    if (value !== undefined && process.env[variable] !== value && !isDoubtful(variable))
      process.env[variable] = value;
  const child = new ChildProcess();
  (child as unknown as Spawning).spawn({ file: path, args: [name, ...args], stdio });
  return child;
}
