// Removes what this tool wrote in a job: profiles that are still as it made them, then the job's folder.
import { readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { configHeader, credentialsHeader } from "../aws-files/headers.ts";
import { sectionValues } from "../aws-files/section-values.ts";
import { updateAwsFile } from "../aws-files/update.ts";
import type { Context } from "../context.ts";
import { errorCode, fileError } from "../files/file-error.ts";
import { CODE_FOLDER, isOurs, jobFolders } from "./folder.ts";
import { isAsWritten, NOTE_PREFIX, type SectionNote } from "./written-profiles.ts";

/** @throws HelperError (7) when something that this tool wrote cannot be removed; all the rest is removed all the same */
export async function cleanUp(context: Context): Promise<void> {
  const { debug } = context.log;
  const candidates = jobFolders(context, debug);
  const folders = candidates.filter((folder) => isOurs(folder, debug));
  if (folders.length === 0) context.log.info("nothing to clean up");
  const failures: unknown[] = [];
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort())
      await removeEntry(join(folder, name), context).catch((failure) => failures.push(failure));
    if (failures.length === 0) rmdirSync(folder);
  }
  for (const folder of candidates) removeCompiledCode(dirname(folder), context);
  if (failures.length > 0) throw failures[0];
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
    const isNote = basename(path).startsWith(NOTE_PREFIX);
    if (isNote) await removeProfile(readNote(path), context);
    // A helper that was killed leaves its lock, which is a folder.
    rmSync(path, { recursive: true });
    if (!isNote) context.log.info(`removed ${path}`);
  } catch (failure) {
    throw fileError("cannot remove", path, failure);
  }
}

/** A note that cannot be read is worth no failure: it is removed, and the profile stays. */
function readNote(path: string): SectionNote | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as SectionNote;
  } catch (failure) {
    if (errorCode(failure) !== undefined) throw failure;
    return undefined;
  }
}

async function removeProfile(note: SectionNote | undefined, context: Context): Promise<void> {
  if (note === undefined) return;
  const { path, file, profile, keys } = note;
  const header = file === "credentials" ? credentialsHeader(profile) : configHeader(profile);
  const now = sectionValues(path, header);
  if (now === undefined) return;
  if (!isAsWritten(note, now))
    return context.log.info(`left [${header.name}] in ${path}: it was changed since`);
  const own = Object.keys(keys);
  const changes = now.size === own.length ? "remove" : new Map(own.map((key) => [key, undefined]));
  await updateAwsFile(path, [{ header, changes }], context);
  context.log.info(
    `removed ${changes === "remove" ? "" : "the keys that were written to "}[${header.name}] from ${path}`,
  );
}
