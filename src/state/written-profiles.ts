// Notes of the profiles that this tool wrote in a job, so that `cleanup` can tell them from the user's own.
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { writeFileAtomically } from "../files/atomic-write.ts";
import { writableJobFolder } from "./folder.ts";

export interface WrittenSection {
  readonly path: string;
  readonly file: "credentials" | "config";
  readonly profile: string;
  /** Key to value, as they were written. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A note as it is kept: digests in the place of the values. */
export interface SectionNote extends WrittenSection {}

export const NOTE_PREFIX = "profile-";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Each section has a note of its own, so that helpers that run at once do not lose one another's. */
export async function recordSection(section: WrittenSection, context: Context): Promise<void> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) {
    context.log.debug(`no folder for notes: cleanup will not know of the profile ${section.profile}`);
    return;
  }
  const keys = Object.fromEntries(Object.entries(section.keys).map(([key, value]) => [key, digest(value)]));
  const name = digest(`${section.path}\0${section.file}\0${section.profile}`).slice(0, 32);
  await writeFileAtomically(
    join(folder, `${NOTE_PREFIX}${name}.json`),
    JSON.stringify({ ...section, keys }),
    context,
  );
}

/** Whether a section still has the keys that were noted, with the values that were noted. */
export function isAsWritten(note: SectionNote, now: ReadonlyMap<string, string>): boolean {
  return Object.entries(note.keys).every(([key, noted]) => {
    const value = now.get(key);
    return value !== undefined && digest(value) === noted;
  });
}
