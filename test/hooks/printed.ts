// Runs the compiled program to its end and keeps what it prints.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/main.js", import.meta.url));

export interface Printed {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param words a command line that asks nobody */
export function printed(...words: readonly string[]): Printed {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...words], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  return { exitCode: status, stdout, stderr };
}
