// Reads a cache file, if it is one of ours. Only cache/ imports it.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { objection } from "../state/folder.ts";
import { type Kind, LARGEST, type Opened, open } from "./format.ts";
import type { CacheKey } from "./key.ts";

/** The path of a file of the cache. */
export function cachePath(folder: string, key: CacheKey, kind: Kind): string {
  // Not node:path: the folder is a clean path already, and Windows takes a slash.
  return `${folder}/${key.name}.${kind}`;
}

/** The content of a file; undefined when it is not there, not ours, damaged, or was written for another key. */
export function readFile(
  path: string,
  key: CacheKey,
  kind: Kind,
  say: (message: string) => void,
): Opened | undefined {
  const ignored = (why: string): undefined => say(`cache: ${path} is ignored: ${why}`) as undefined;
  const bytes = readBytes(path, ignored);
  if (bytes === undefined) return undefined;
  return open(bytes, key, kind) ?? ignored("it is damaged, or foreign");
}

/** No symbolic link is followed; owner and mode are those of the file that is open, not of a name. */
function readBytes(path: string, ignored: (why: string) => undefined): Uint8Array | undefined {
  let file: number | undefined;
  try {
    // Windows has no O_NOFOLLOW: looking before is all that can be done there.
    if (constants.O_NOFOLLOW === undefined && lstatSync(path).isSymbolicLink())
      return ignored("it is a symbolic link");
    // O_NONBLOCK: opening a pipe that somebody put there must not wait for a writer.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    const why = objection(stats, "file");
    if (why !== undefined) return ignored(why);
    if (stats.size > LARGEST) return ignored(`it has ${stats.size} bytes`);
    const bytes = Buffer.alloc(stats.size);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return undefined;
    return ignored(code === "ELOOP" ? "it is a symbolic link" : message);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
