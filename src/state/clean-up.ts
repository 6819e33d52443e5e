// Removes what this tool wrote in a job: what it made of profiles, then the job's folder.
import { rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Context } from "../context.ts";
import { errorCode, fileError } from "../files/file-error.ts";
import { CODE_FOLDER, isOurs, jobFolders } from "./folder.ts";
import { NOTE_PREFIX } from "./job-files.ts";
import { removeProfiles } from "./remove-profiles.ts";
import { namesIn } from "./written-profiles.ts";

/** @throws HelperError (7) when something that this tool wrote cannot be removed; all the rest is removed all the same */
export async function cleanUp(context: Context): Promise<void> {
  const { debug } = context.log;
  const candidates = jobFolders(context, debug);
  const folders = candidates.filter((folder) => isOurs(folder, debug));
  if (folders.length === 0) context.log.info("nothing to clean up");
  const failures: unknown[] = [];
  for (const folder of folders) {
    for (const name of [...namesIn(folder)].sort())
      await removeEntry(join(folder, name), context).catch((failure) => failures.push(failure));
    if (failures.length === 0) removeFolder(folder, context);
  }
  for (const folder of candidates) removeCompiledCode(dirname(folder), context);
  if (failures.length > 0) throw failures[0];
}

/** What another process of the job has put there meanwhile stays. */
function removeFolder(folder: string, { log }: Context): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    if (errorCode(error) !== "ENOTEMPTY") throw error;
    log.info(`left ${folder}: another process of this job is at work there`);
  }
}

/** Other jobs of this user would use it, too; they compile again. */
function removeCompiledCode(parent: string, { log }: Context): void {
  try {
    const code = join(parent, CODE_FOLDER);
    if (isOurs(code, log.debug)) rmSync(code, { recursive: true });
    rmdirSync(parent);
  } catch (error) {
    // It was never there, or another job's folder is in it.
    log.debug(`${parent} stays: ${(error as Error).message}`);
  }
}

async function removeEntry(path: string, context: Context): Promise<void> {
  try {
    if (basename(path).startsWith(NOTE_PREFIX)) return await removeProfiles(path, context);
    // A helper that was killed leaves its lock, which is a folder. Another cleanup may be at work, too.
    rmSync(path, { recursive: true, force: true });
    context.log.info(`removed ${path}`);
  } catch (failure) {
    throw fileError("cannot remove", path, failure);
  }
}
