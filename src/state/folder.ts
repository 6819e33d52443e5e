// The folder of one job, for what must outlive a process: cached credentials, token files, notes of what was written.
import { lstatSync, realpathSync, type Stats } from "node:fs";
import { dirname, join, sep } from "node:path";
import { type Context, type Environment, variable } from "../context.ts";
import { makeFolder } from "../files/make-folder.ts";

type Surroundings = Pick<Context, "env" | "platform" | "homeDirectory">;

const NAME = "gitlab-aws-credential-helper";

/**
 * The places for a job's folder, best first: XDG_RUNTIME_DIR, XDG_CACHE_HOME, the platform's folder for caches.
 * https://specifications.freedesktop.org/basedir-spec/latest/ — a relative path is to be ignored.
 */
export function jobFolderCandidates(surroundings: Surroundings): readonly string[] {
  const { env } = surroundings;
  return [variable(env, "XDG_RUNTIME_DIR"), variable(env, "XDG_CACHE_HOME"), platformFolder(surroundings)]
    .filter(
      (base): base is string =>
        base !== undefined && (base.startsWith("/") || surroundings.platform === "win32"),
    )
    .map((base) => join(base, NAME, jobName(env)));
}

/**
 * The first candidate that exists, or with `create` can be made: a folder of whoever runs this, closed to all others,
 * and not in the project, whose files end up in artifacts and caches.
 */
export function jobFolder(
  surroundings: Surroundings,
  { create }: { readonly create: boolean },
): string | undefined {
  return jobFolderCandidates(surroundings).find((folder) => {
    try {
      if (isInProject(folder, surroundings.env)) return false;
      if (create) makeFolder(folder);
      return isOwn(lstatSync(dirname(folder)), surroundings) && isOwn(lstatSync(folder), surroundings);
    } catch {
      return false;
    }
  });
}

function platformFolder({ platform, homeDirectory, env }: Surroundings): string | undefined {
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

function isOwn(stats: Stats, { platform }: Surroundings): boolean {
  if (!stats.isDirectory()) return false;
  return platform === "win32" || (stats.uid === process.geteuid?.() && (stats.mode & 0o077) === 0);
}

function isInProject(folder: string, env: Environment): boolean {
  const project = variable(env, "CI_PROJECT_DIR");
  return project !== undefined && `${real(folder)}${sep}`.startsWith(`${real(project)}${sep}`);
}

/** The path without links, as far as it exists. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), path.slice(parent.length));
  }
}
