// Behind start.ts, in the same file: loads the program and its large parts with V8's compiled code of an earlier run. Compiling is
// what a start costs beside Node itself: 3 ms of the 10 that a cached answer takes, 15 of the 45 of a call (Node 20).
//
// Compiled code is code: V8 looks at versions and the length of the source, and runs what it is given. So a file counts only
// when it and its folders are our own and closed to all others, as cached credentials are; it is never in the project, whose
// caches other jobs may have filled; and it must have been made from this very text, and be whole.
//
// Most jobs run the program once, and would pay for code that nobody uses: it is kept from the second run on.
import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { variable } from "./context.ts";
import { homeDirectory } from "./home-directory.ts";
import { CODE_FOLDER, isOurs, isPrivate, jobFolders, makeOurs } from "./state/folder.ts";
import { readOwnFile } from "./state/own-file.ts";

/** Bytes of a SHA-256. A file holds that of the part's text, that of the code, and the code. */
const DIGEST = 32;
/** Bytes. Compiled code takes twice the space of its text. */
const LARGEST = 16 * 1024 * 1024;

/** What each file of the program finds beside the five names of CommonJS: `main.ts` and the build know them. */
const NAMES = "exports, require, module, __filename, __dirname, requireCached, keepCompiledCode";

/**
 * Runs the program in the folder of the start file.
 * @param folder where the program's files are, all built together
 * @param require of the start file, for Node's own modules
 */
export function runProgram(folder: string, require: NodeJS.Require): void {
  const modules = new Map<string, { exports: unknown }>();
  const code = compiledCode();
  let wanted = false;

  const load = (file: string, cached: boolean): unknown => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const path = join(folder, file);
    const text = readFileSync(path);
    const kept = cached ? code?.read(file, text) : undefined;
    // esbuild writes nothing but ASCII.
    const script = new Script(`(function (${NAMES}) {${text.toString("latin1")}\n})`, {
      filename: path,
      ...(kept === undefined ? {} : { cachedData: kept }),
    });
    if (cached && code !== undefined && (kept === undefined || script.cachedDataRejected === true))
      // At the end the code of every function that was used is there.
      process.once("exit", () => {
        if (wanted) code.write(file, text, script);
      });
    const module = { exports: {} };
    // Before it runs: parts that it loads meanwhile ask for it.
    modules.set(file, module);
    script.runInThisContext()(
      module.exports,
      requirePart,
      module,
      path,
      folder,
      (part: string) => load(part, true),
      () => {
        wanted = true;
      },
    );
    return module.exports;
  };
  const requirePart = (name: string): unknown => (name.startsWith("./") ? load(name, false) : require(name));

  load("./program.cjs", true);
}

interface CompiledCode {
  read(file: string, text: Uint8Array): Uint8Array | undefined;
  write(file: string, text: Uint8Array, script: Script): void;
}

/** Undefined where there is no place for it, or none that can be checked, as on Windows, which has neither owners nor modes. */
function compiledCode(): CompiledCode | undefined {
  const folder = codeFolder();
  if (folder === undefined || process.geteuid === undefined) return undefined;
  const { env, version, arch } = process;
  const ours = isOurs(folder, ignore);
  const mayWrite =
    // Who wants no cache wants no file; and what an earlier run left tells that there are several.
    variable(env, "GITLAB_AWS_CACHE") !== "off" && (ours || isPrivate(dirname(folder), ignore));
  const pathOf = (file: string): string => `${folder}/${file.slice(2, -".cjs".length)}-${version}-${arch}`;
  return {
    read: (file, text) => (ours ? readCode(pathOf(file), text) : undefined),
    write: (file, text, script) => {
      if (mayWrite) writeCode(folder, pathOf(file), text, script);
    },
  };
}

function codeFolder(): string | undefined {
  const { env, platform } = process;
  const [folder] = jobFolders({ env, platform, homeDirectory: homeDirectory(env["HOME"], platform) }, ignore);
  return folder === undefined ? undefined : join(dirname(folder), CODE_FOLDER);
}

function readCode(path: string, text: Uint8Array): Uint8Array | undefined {
  const bytes = readOwnFile(path, LARGEST, ignore);
  if (bytes === undefined || bytes.length <= 2 * DIGEST) return undefined;
  const code = bytes.subarray(2 * DIGEST);
  return digests(text, code).equals(bytes.subarray(0, 2 * DIGEST)) ? code : undefined;
}

/** Runs when the program ends: whatever goes wrong, the answer has been given, and the next run compiles again. */
function writeCode(folder: string, path: string, text: Uint8Array, script: Script): void {
  const temporary = `${path}.${process.pid}`;
  try {
    // Not again where `cleanup` has just removed it.
    if (!isPrivate(dirname(folder), ignore)) return;
    if (!makeOurs(folder, ignore)) return;
    const code = script.createCachedData();
    try {
      writeFileSync(temporary, Buffer.concat([digests(text, code), code]), { flag: "wx", mode: 0o600 });
      // Whatever the umask says: a file that its owner may not read would never be read, nor written again.
      chmodSync(temporary, 0o600);
      renameSync(temporary, path);
    } catch {
      // A full disk, most likely.
      rmSync(temporary, { force: true });
    }
  } catch {
    // No folder that could be ours, a read-only disk.
  }
}

function digests(text: Uint8Array, code: Uint8Array): Buffer {
  const { hash } = process.getBuiltinModule("node:crypto");
  return Buffer.concat([hash("sha256", text, "buffer"), hash("sha256", code, "buffer")]);
}

function ignore(): void {}
