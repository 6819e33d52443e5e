// What is started: an answer that was given before, or the program.
import { recall } from "./cache/recall.ts";
import { createOutput } from "./cli/output-stream.ts";
import { homeDirectory } from "./home-directory.ts";
import { VERSION } from "./version.ts";

/** @param runProgram loads and runs the program */
export function start(runProgram: () => void): void {
  const { argv, env, platform } = process;
  const stdout = createOutput(1, (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const context = { env, platform, homeDirectory: homeDirectory(env["HOME"], platform), now: Date.now };
  // On a terminal there is more to say than the answer.
  const text = stdout.isTerminal ? undefined : recall(argv.slice(2), VERSION, context);
  // Where the stream cannot be written the program says why, and how.
  if (text !== undefined) stdout.write(text).then(() => process.exit(), runProgram);
  else runProgram();
}
