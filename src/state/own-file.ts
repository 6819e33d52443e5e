// Reads a file in a folder of ours, if the file itself is ours too.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { objection, type Say } from "./folder.ts";

/**
 * No symbolic link is followed; owner and mode are those of the file that is open, not of a name.
 * @param largest bytes; a larger file is none of ours
 * @param ignored told why a file that is there is not used
 * @returns the whole content; undefined when there is none that may be used
 */
export function readOwnFile(path: string, largest: number, ignored: Say): Uint8Array | undefined {
  let file: number | undefined;
  try {
    // Windows has no O_NOFOLLOW: looking before is all that can be done there.
    if (constants.O_NOFOLLOW === undefined && lstatSync(path).isSymbolicLink())
      return void ignored("it is a symbolic link");
    // O_NONBLOCK: opening a pipe that somebody put there must not wait for a writer.
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    const why = objection(stats, "file");
    if (why !== undefined) return void ignored(why);
    if (stats.size > largest) return void ignored(`it has ${stats.size} bytes`);
    const bytes = Buffer.alloc(stats.size);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT") ignored(code === "ELOOP" ? "it is a symbolic link" : message);
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
