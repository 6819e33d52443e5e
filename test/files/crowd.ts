// Starts many processes for the stress tests and waits for them.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves at the first output, or at the end when there is none. */
  readonly spoken: Promise<unknown>;
}

/** Runs a compiled script of the tests in a process of its own; `prefix` is a command to run it with. */
export function start(
  script: string,
  parameters: readonly string[],
  prefix: readonly string[] = [],
): Started {
  const [command = "", ...rest] = [...prefix, process.execPath, script, ...parameters];
  const child = spawn(command, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const chunks: { output: string; errors: string } = { output: "", errors: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    chunks.output += String(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    chunks.errors += String(chunk);
  });
  const ended = once(child, "close").then(([code, signal]) => ({ code, signal, ...chunks }) as Ended);
  return { child, ended, spoken: Promise.race([once(child.stdout, "data"), ended]) };
}

/** Does `count` jobs, so many of them at a time. */
export async function inTurns(
  count: number,
  atOnce: number,
  job: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await job(index);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
