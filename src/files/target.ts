// Finds the file behind a path: follows symbolic links, and refuses those that somebody else could have laid.
// Whoever writes files may import it.
import { lstatSync, readlinkSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { errorCode, fileError, fileRefused } from "./file-error.ts";

export interface Target {
  /** The path with every link of its last part followed. */
  readonly path: string;
  /** What is there, undefined when nothing is. */
  readonly stats: Stats | undefined;
}

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * The file that a write to `path` shall change.
 *
 * A symbolic link is followed when its target and the target's folder belong to the same user, and the link
 * itself to that user, to whoever runs this or to root: else somebody who may write to the folder of the link
 * could make us write anywhere. A link to nothing is followed into a folder of whoever runs this.
 * @throws HelperError (7) for a link that is not followed, and for a path that cannot be looked at
 */
export function findTarget(path: string): Target {
  const start = absolute(path);
  if (path.endsWith("/") || path.endsWith(sep)) {
    throw fileRefused("cannot write", path, "the name ends like that of a folder", "Name a file.");
  }
  const owners: number[] = [];
  let at = start;
  for (let links = 0; links <= MOST_LINKS; links += 1) {
    const stats = look(at, path);
    if (stats === undefined || !stats.isSymbolicLink()) {
      const target = { path: inRealFolder(at), stats };
      if (owners.length > 0) refuseForeignLink(path, target, owners);
      return target;
    }
    owners.push(stats.uid);
    at = resolve(realFolder(dirname(at)), readlinkSync(at));
  }
  throw fileRefused("cannot write", path, "too many symbolic links, or a circle of them");
}

function absolute(path: string): string {
  try {
    return resolve(path);
  } catch (error) {
    // The working directory was removed.
    throw fileError("cannot write", path, error);
  }
}

function look(at: string, path: string): Stats | undefined {
  try {
    return lstatSync(at);
  } catch (error) {
    // ENOTDIR: creating the folder will say which part of the path is a file.
    if (errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR") return undefined;
    throw fileError("cannot write", path, error);
  }
}

/** So that two paths to one file, through a link to its folder, find the same lock. */
function inRealFolder(path: string): string {
  return join(realFolder(dirname(path)), basename(path));
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function refuseForeignLink(
  path: string,
  { path: target, stats }: Target,
  linkOwners: readonly number[],
): void {
  // Devices and pipes are not replaced, only written to: their folder gives nobody power over them.
  if (stats !== undefined && !stats.isFile()) return;
  const self = process.geteuid?.() ?? 0;
  const owner = stats?.uid ?? self;
  const refuse = (reason: string) =>
    fileRefused(
      "cannot write",
      path,
      `it is a symbolic link to ${target}, ${reason}`,
      "Name the file itself, or replace the link by a file.",
    );
  let folderOwner: number;
  try {
    folderOwner = statSync(dirname(target)).uid;
  } catch {
    throw refuse("whose folder does not exist");
  }
  if (folderOwner !== owner) throw refuse("which does not belong to the same user as its folder");
  if (linkOwners.some((uid) => uid !== owner && uid !== self && uid !== 0)) {
    throw refuse("and the link belongs to another user");
  }
}
