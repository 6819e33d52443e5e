// What is started: an answer that was given before, or the program.
import { fstatSync } from "node:fs";
import { recall } from "./cache/recall.ts";
import { createOutput } from "./cli/output-stream.ts";
import { homeDirectory } from "./home-directory.ts";
import { VERSION } from "./version.ts";

/** @param runProgram loads and runs the program */
export function start(runProgram: () => void): void {
  const text = recallForPipe();
  if (text === undefined) {
    runProgram();
    return;
  }
  const stdout = createOutput(1, (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  // The program says what is wrong with a stream, and how.
  stdout.write(text).then(() => process.exit(), runProgram);
}

function recallForPipe(): string | undefined {
  const { argv, env, platform } = process;
  const words = argv.slice(2);
  // Nothing is kept of a run without the cache: it need not look.
  if (words[0] !== "process" || words.includes("--no-cache") || isTerminal()) return undefined;
  return recall(words, VERSION, {
    env: { ...env },
    platform,
    homeDirectory: homeDirectory(env["HOME"], platform),
    now: Date.now,
  });
}

/** Or anything like it: on a terminal there is more to say than the answer. */
function isTerminal(): boolean {
  try {
    return fstatSync(1).isCharacterDevice();
  } catch {
    return true;
  }
}
