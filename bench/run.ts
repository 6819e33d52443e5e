// Runs programs and takes the time of whole processes, from before the start to after the end.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

export interface Program {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

export interface Run {
  /** Milliseconds. */
  readonly wall: number;
  readonly output: string;
}

/** @throws when the program fails: what fails fast must not look fast */
export function runOnce({ command: [file, ...args], env }: Program): Run {
  const start = performance.now();
  // Pipes, as a shell's $(…) and the AWS SDKs use.
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`${file} ${args.join(" ")}: ${error?.message ?? stderr}`);
  return { wall, output: stdout };
}

/** So many at once; the time until the last has ended. */
export async function runCrowd(program: Program, size: number): Promise<{ wall: number; outputs: string[] }> {
  const start = performance.now();
  const outputs = await Promise.all(Array.from({ length: size }, () => runAsync(program)));
  return { wall: performance.now() - start, outputs };
}

function runAsync({ command: [file, ...args], env }: Program): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(file, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    let [output, errors] = ["", ""];
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", failed);
    child.on("close", (status) => (status === 0 ? done(output) : failed(new Error(`${file}: ${errors}`))));
  });
}

const TIME = "/usr/bin/time";

/** Megabytes that the program needed at most, where GNU time can tell. */
export function peakMemory({ command, env }: Program): number | undefined {
  if (process.platform !== "linux" || !existsSync(TIME)) return undefined;
  const { status, stderr } = spawnSync(TIME, ["-f", "%M", ...command], { env, encoding: "utf8" });
  const kilobytes = Number(stderr.trim().split("\n").at(-1));
  return status === 0 && kilobytes > 0 ? kilobytes / 1024 : undefined;
}
