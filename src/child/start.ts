// Starts a command as a child of this process.
import { type ChildProcess, spawn } from "node:child_process";
import type { Environment } from "../context.ts";

/** What is to be executed. */
export interface Program {
  readonly path: string;
  /** The first of its arguments: its name as it was typed. */
  readonly name: string;
  readonly args: readonly string[];
}

/** @throws the kernel's refusal, unless it comes as the child's event `error` */
export function start({ path, name, args }: Program, env: Environment): ChildProcess {
  return spawn(path, args, { stdio: "inherit", env: { ...env }, argv0: name, windowsHide: false });
}
