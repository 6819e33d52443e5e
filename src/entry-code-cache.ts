// V8's compiled code for the largest part of the program, the AWS SDK: compiling it takes 15 ms of the 45 that a call to STS
// takes beside Node itself (Node 20, over http). It is written by the first run that needs it, for that version of Node.
// For smaller parts the gain is 2 ms or less, for the entry too: they do without.
//
// Compiled code is code: V8 looks at versions and the length of the source, and runs what it is given. So a file counts only
// when it and its folders are our own and closed to all others, as cached credentials are; it is never in the project, whose
// caches other jobs may have filled; and it must have been made from this very part, and be whole.
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { Script } from "node:vm";
import { variable } from "./context.ts";
import { makeFolder } from "./files/make-folder.ts";
import { CODE_FOLDER, isOurs, jobFolders, objection } from "./state/folder.ts";

/** Bytes of a SHA-256. A file holds that of the part's text, that of the code, and the code. */
const DIGEST = 32;

const loaded = new Map<string, unknown>();

/**
 * As `require`, with the compiled code of an earlier run if there is one.
 * @param file the part, beside the file of whose `require` this is
 * @param digest the SHA-256 of the part's text in hexadecimal, known when it was built: part and entry are built together
 */
export function requireCached(file: string, require: NodeJS.Require, digest: string): unknown {
  if (!loaded.has(file)) loaded.set(file, load(file, require, digest));
  return loaded.get(file);
}

function load(file: string, require: NodeJS.Require, digest: string): unknown {
  const path = require.resolve(file);
  const folder = codeFolder();
  // On Windows neither owner nor mode can be checked.
  if (folder === undefined || process.geteuid === undefined) return require(path);
  const cache = join(folder, `${basename(file, ".cjs")}-${process.version}-${process.arch}`);
  const cachedData = isOurs(folder, ignore) ? readCode(cache, digest) : undefined;
  const script = new (process.getBuiltinModule("node:vm").Script)(
    `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, "utf8")}\n})`,
    { filename: path, ...(cachedData === undefined ? {} : { cachedData }) },
  );
  if ((cachedData === undefined || script.cachedDataRejected === true) && mayWrite())
    // At the end the code of every function that was used is there; and nobody waits for it.
    process.once("exit", () => writeCode(folder, cache, digest, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, path, dirname(path));
  return module.exports;
}

function codeFolder(): string | undefined {
  const { env, platform } = process;
  const [folder] = jobFolders({ env, platform, homeDirectory: home() }, ignore);
  return folder === undefined ? undefined : join(dirname(folder), CODE_FOLDER);
}

function home(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** Who wants no cache wants no file. */
function mayWrite(): boolean {
  return variable(process.env, "GITLAB_AWS_CACHE") !== "off";
}

function readCode(path: string, digest: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (objection(fstatSync(file), "file") !== undefined) return undefined;
    const bytes = readFileSync(file);
    const code = bytes.subarray(2 * DIGEST);
    const head = Buffer.concat([Buffer.from(digest, "hex"), sha256(code)]);
    return head.equals(bytes.subarray(0, 2 * DIGEST)) ? code : undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Runs when the program ends: whatever goes wrong, the answer has been given, and the next run compiles again. */
function writeCode(folder: string, path: string, digest: string, script: Script): void {
  const temporary = `${path}.${process.pid}`;
  try {
    makeFolder(folder);
    if (!isOurs(folder, ignore)) return;
    const code = script.createCachedData();
    const content = Buffer.concat([Buffer.from(digest, "hex"), sha256(code), code]);
    try {
      writeFileSync(temporary, content, { flag: "wx", mode: 0o600 });
      renameSync(temporary, path);
    } catch {
      // A full disk, most likely.
      rmSync(temporary, { force: true });
    }
  } catch {
    // No folder that could be ours, a read-only disk.
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(bytes).digest();
}

function ignore(): void {}
