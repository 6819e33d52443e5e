// The built helper, run as a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Job } from "./job.ts";

const PROGRAM = join("dist", "gitlab-aws-credential-helper.cjs");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly started: Promise<void>;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr has this text in it. */
  said(text: string): Promise<void>;
}

/** Starts it with nothing in its environment but what a job sets; `prefix` is a command to run it with. */
export function start(
  job: Job,
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  prefix: readonly string[] = [],
): Running {
  const env = { PATH: process.env["PATH"], HOME: job.home, ...job.env, ...variables } as NodeJS.ProcessEnv;
  const [command = "", ...rest] = [...prefix, process.execPath, PROGRAM, ...words];
  const child = spawn(command, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
  let [output, errors] = ["", ""];
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
    for (const watcher of watchers) watcher();
  });
  return {
    child,
    started: new Promise((resolve, reject) => {
      child.once("spawn", resolve).once("error", reject);
    }),
    ended: new Promise((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal, output, errors }));
    }),
    said: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (errors.includes(text)) resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}
