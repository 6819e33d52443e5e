// Runs a program to its end and keeps what it printed.
import { spawn } from "node:child_process";

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @returns nothing when there is no such program */
export function finish(
  [program = "", ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Finished | undefined> {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const text = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
    });
  return new Promise((done, failed) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "ENOENT" ? done(undefined) : failed(error),
    );
    child.once("close", (status) => done({ status, stdout: text.stdout.trim(), stderr: text.stderr.trim() }));
  });
}
