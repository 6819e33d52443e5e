// Removes what this tool wrote in a job: profiles that are still as it made them, then the job's folder.
import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { configHeader, credentialsHeader } from "../aws-files/headers.ts";
import { sectionValues } from "../aws-files/section-values.ts";
import { updateAwsFile } from "../aws-files/update.ts";
import type { Context } from "../context.ts";
import { fileError } from "../files/file-error.ts";
import { CODE_FOLDER, isOurs, jobFolders } from "./folder.ts";
import { NOTE_PREFIX } from "./job-files.ts";
import { isNotedElsewhere, keysAsWritten, readNote, type SectionNote } from "./written-profiles.ts";

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
    if (isNote) await removeProfile(dirname(path), readNote(path), context);
    // A helper that was killed leaves its lock, which is a folder.
    rmSync(path, { recursive: true });
    if (!isNote) context.log.info(`removed ${path}`);
  } catch (failure) {
    throw fileError("cannot remove", path, failure);
  }
}

async function removeProfile(folder: string, note: SectionNote | undefined, context: Context): Promise<void> {
  if (note === undefined) return;
  const { path, file, profile } = note;
  const header = file === "credentials" ? credentialsHeader(profile) : configHeader(profile);
  const now = sectionValues(path, header);
  if (now === undefined) return;
  const left = (why: string): void => context.log.info(`left [${header.name}] in ${path}: ${why}`);
  if (isNotedElsewhere(folder, note)) return left("another job has written the same");
  const own = keysAsWritten(note, now);
  if (own === undefined) return left("it was changed since");
  if (own.length === 0) return;
  const changes = now.size === own.length ? "remove" : new Map(own.map((key) => [key, undefined]));
  await updateAwsFile(path, [{ header, changes }], context);
  context.log.info(
    `removed ${changes === "remove" ? "" : "the keys that were written to "}[${header.name}] from ${path}`,
  );
}
