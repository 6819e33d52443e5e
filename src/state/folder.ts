// The folder of one job, for what must outlive a process: cached credentials, token files, notes of what was written.
// Whoever keeps files for later runs imports it.
import { accessSync, constants, lstatSync, realpathSync, rmSync, type Stats, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type Context, type Environment, variable } from "../context.ts";
import { makeFolder } from "../files/make-folder.ts";
import { PROBE_PREFIX } from "./job-files.ts";

export type FolderContext = Pick<Context, "env" | "platform" | "homeDirectory">;

/** Told why a folder or file is not used. */
export type Say = (message: string) => void;

const NAME = "gitlab-aws-credential-helper";

/** The folder beside those of the jobs: compiled code, in which there is no secret. */
export const CODE_FOLDER = "code";

/**
 * Where the job's folder may be, best first: XDG_RUNTIME_DIR, XDG_CACHE_HOME, the platform's folder for caches.
 * https://specifications.freedesktop.org/basedir-spec/latest/ — a relative path is to be ignored. None is inside the
 * project: the caches and artifacts of a job are taken from there.
 */
export function jobFolders(context: FolderContext, say: Say): readonly string[] {
  const { env } = context;
  const project = variable(env, "CI_PROJECT_DIR");
  return [variable(env, "XDG_RUNTIME_DIR"), variable(env, "XDG_CACHE_HOME"), platformFolder(context)]
    .filter((base): base is string => base !== undefined && isAbsolute(base))
    .map((base) => join(base, NAME, jobName(env)))
    .filter((folder) => {
      const inside = project !== undefined && isInside(folder, project);
      if (inside) say(`${folder} is inside CI_PROJECT_DIR: not used`);
      return !inside;
    });
}

/** The first of them that is ours and can be written, created if need be; undefined when there is none. */
export function writableJobFolder(context: FolderContext, say: Say): string | undefined {
  return jobFolders(context, say).find((folder) => {
    try {
      if (!makeOurs(folder, say)) return false;
      accessSync(folder, constants.W_OK | constants.X_OK);
      probe(join(folder, `${PROBE_PREFIX}${process.pid}`));
      return true;
    } catch (error) {
      say(`${folder} is not used: ${(error as Error).message}`);
      return false;
    }
  });
}

/** On a full disk, where nothing could be kept, helpers would wait for one another in vain. */
function probe(path: string): void {
  try {
    writeFileSync(path, Buffer.alloc(8192), { flag: "w", mode: 0o600 });
  } finally {
    rmSync(path, { force: true });
  }
}

/** Whether a folder is there and ours alone, and the one around it too: who may write to that could exchange this one. */
export function isOurs(folder: string, say: Say): boolean {
  return [dirname(folder), folder].every((path) => isPrivate(path, say));
}

/**
 * As {@link isOurs}, with what is missing created. Each level is looked at before anything is made in it: not behind a
 * symbolic link, nor in a folder that others may use.
 * @throws HelperError (7) when a folder cannot be created
 */
export function makeOurs(folder: string, say: Say): boolean {
  return [dirname(folder), folder].every((path) => {
    if (objectionToFolder(path) === ABSENT) makeFolder(path);
    return isPrivate(path, say);
  });
}

/** Whether a folder itself is there, and ours alone. */
export function isPrivate(path: string, say: Say): boolean {
  const why = objectionToFolder(path);
  if (why !== undefined && why !== ABSENT) say(`${path} is ignored: ${why}`);
  return why === undefined;
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

const ABSENT = "it does not exist";

function objectionToFolder(path: string): string | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats === undefined ? ABSENT : objection(stats, "folder");
  } catch (error) {
    return (error as Error).message;
  }
}

function platformFolder({ platform, homeDirectory, env }: FolderContext): string | undefined {
  if (platform === "win32") return variable(env, "LOCALAPPDATA");
  if (homeDirectory === undefined || homeDirectory === "") return undefined;
  return platform === "darwin" ? join(homeDirectory, "Library", "Caches") : join(homeDirectory, ".cache");
}

/** Jobs that share a machine and a user do not share a folder, so that one can clean up without harm to the other. */
function jobName(env: Environment): string {
  const id = variable(env, "CI_JOB_ID");
  if (id === undefined) return "no-job";
  return `${variable(env, "CI_SERVER_HOST") ?? "gitlab"}-${id}`
    .replace(/[^A-Za-z0-9.-]+/g, "_")
    .replace(/^\.+/, "_")
    .slice(0, 128);
}

/** Whether a folder is, or would be, inside another one, symbolic links followed. */
function isInside(folder: string, outer: string): boolean {
  let absolute: string;
  try {
    absolute = resolve(outer);
  } catch {
    // The working directory was removed, and with it whatever a relative path has named.
    return false;
  }
  const path = relative(realPath(absolute), realPath(folder));
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
