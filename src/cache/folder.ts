// Which folders the cache may be in, and whether one of them is ours alone: those of the job (state/folder.ts), so that
// `cleanup` finds what is here. Only cache/ imports it.
import { lstatSync, realpathSync, type Stats } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Context, variable } from "../context.ts";
import { jobFolderCandidates } from "../state/folder.ts";

export type FolderContext = Pick<Context, "env" | "platform" | "homeDirectory">;

/**
 * The folders, the best first. None inside the project: the caches and artifacts of a job are taken from there.
 * @param say told why a folder is left out
 */
export function candidates(context: FolderContext, say: (message: string) => void): readonly string[] {
  const project = variable(context.env, "CI_PROJECT_DIR");
  return jobFolderCandidates(context).filter((folder) => {
    const inside = project !== undefined && isInside(folder, project);
    if (inside) say(`cache: ${folder} is inside CI_PROJECT_DIR: not used`);
    return !inside && isAbsolute(folder);
  });
}

/** Whether a folder is, or would be, inside another one, symbolic links followed. */
function isInside(folder: string, outer: string): boolean {
  const path = relative(realPath(resolve(outer)), realPath(folder));
  return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

/** With the parts that do not exist yet as they are. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), relative(parent, path));
  }
}

/** Whether the folder is there and ours alone, and the one around it too: who may write to that could exchange this one. */
export function isOurs(folder: string, say: (message: string) => void): boolean {
  for (const path of [dirname(folder), folder]) {
    const why = objectionToFolder(path);
    if (why === undefined) continue;
    if (why !== ABSENT) say(`cache: ${path} is ignored: ${why}`);
    return false;
  }
  return true;
}

const ABSENT = "it does not exist";

function objectionToFolder(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? ABSENT : objection(stats, "folder");
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Why a folder or file is not to be used: it is of another kind, somebody else's, or open to others. On Windows, which
 * has neither owners nor modes in this sense, the access list of the user's profile is what protects it.
 * @param stats of the thing itself, no link followed
 */
export function objection(stats: Stats, kind: "folder" | "file"): string | undefined {
  if (stats.isSymbolicLink()) return "it is a symbolic link";
  if (!(kind === "folder" ? stats.isDirectory() : stats.isFile())) return `it is not a ${kind}`;
  const self = process.geteuid?.();
  if (self === undefined) return undefined;
  if (stats.uid !== self) return `it belongs to user ${stats.uid}, not to ${self}`;
  const mode = stats.mode & 0o777;
  return (mode & 0o077) === 0
    ? undefined
    : `others may use it: its mode is ${mode.toString(8).padStart(4, "0")}`;
}
