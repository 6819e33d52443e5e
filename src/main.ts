// The program: gathers what is outside of it, runs the command line, leaves with its exit code.
import { resolve } from "node:path";
import kleur from "kleur";
import { createOutput } from "./cli/output-stream.ts";
import { run, type World } from "./cli/run.ts";
import { homeDirectory } from "./home-directory.ts";

/** From the start file, if there is one: the standalone executable has its code compiled. */
declare const keepCompiledCode: (() => void) | undefined;

const env = Object.freeze({ ...process.env });

// Set after the snapshot above: what is for the SDK alone never reaches a child process.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** node:timers/promises would be loaded for this alone. */
const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const stdout = createOutput(1, sleep);
const stderr = createOutput(2, sleep);

// kleur looks at stdout, which is a pipe whenever a shell evaluates it; people read stderr. https://no-color.org/
kleur.enabled = stderr.isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";

/** The standalone executable is a program of its own. On Windows nothing reads a script's first line; elsewhere the path by which it was started is a program of its own. */
function helperCommand(): readonly string[] {
  if (process.versions["bun"] !== undefined) return [process.execPath];
  const [interpreter = "", script] = process.argv;
  const words =
    script === undefined || process.platform !== "win32" ? [script ?? interpreter] : [interpreter, script];
  return words.map((word) => resolve(word));
}

const world: World = {
  env,
  platform: process.platform,
  get workingDirectory() {
    try {
      return process.cwd();
    } catch {
      // It was removed. Only relative paths need it.
      return ".";
    }
  },
  helperCommand: helperCommand(),
  homeDirectory: homeDirectory(env["HOME"], process.platform),
  now: Date.now,
  sleep,
  stdout,
  stderr,
  ...(typeof keepCompiledCode === "function" ? { loggedIn: keepCompiledCode } : {}),
};

void run(process.argv.slice(2), world).then(async (exitCode) => {
  process.exitCode = exitCode;
  // Messages that nobody waited for must not be cut off.
  await Promise.all([stdout.settled(), stderr.settled()]);
  // At once: what is still open is a connection to AWS that nobody needs any more.
  process.exit();
});
