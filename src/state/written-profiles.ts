// Notes of the profiles that this tool wrote in a job, so that `cleanup` can tell them from the user's own.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Context } from "../context.ts";
import { writeFileAtomically } from "../files/atomic-write.ts";
import { writableJobFolder } from "./folder.ts";
import { NOTE_PREFIX } from "./job-files.ts";

export interface WrittenSection {
  readonly path: string;
  readonly file: "credentials" | "config";
  readonly profile: string;
  /** Key to value, as they were written. */
  readonly keys: Readonly<Record<string, string>>;
}

/** A note as it is kept: digests in the place of the values. */
export interface SectionNote extends WrittenSection {}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Each section has a note of its own, so that helpers that run at once do not lose one another's. */
function noteName({ path, file, profile }: Pick<WrittenSection, "path" | "file" | "profile">): string {
  return `${NOTE_PREFIX}${digest(`${path}\0${file}\0${profile}`).slice(0, 32)}.json`;
}

/**
 * Notes what this tool made of a section: the keys that the write changed, and those that an earlier write of this or another
 * job had made and that are still so. A key that the user had set to the very same value is the user's.
 * @param before the section's keys before the write, if there was one
 * @param after the section's keys now
 */
export async function recordSection(
  section: WrittenSection,
  before: ReadonlyMap<string, string> | undefined,
  after: ReadonlyMap<string, string>,
  context: Context,
): Promise<void> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) {
    context.log.debug(`no folder for notes: cleanup will not know of the profile ${section.profile}`);
    return;
  }
  const noted = Object.assign({}, ...notesOfAllJobs(folder, noteName(section)).map(({ keys }) => keys));
  const keys = [...after].filter(([key, value]) => {
    const isOurs = Object.hasOwn(section.keys, key) && before?.get(key) !== value;
    return isOurs || noted[key] === digest(value);
  });
  const note = { ...section, keys: Object.fromEntries(keys.map(([key, value]) => [key, digest(value)])) };
  await writeFileAtomically(join(folder, noteName(section)), JSON.stringify(note), context);
}

/** The notes of one name, in the folder of this job and in those of others beside it. */
function notesOfAllJobs(folder: string, name: string): readonly SectionNote[] {
  const parent = dirname(folder);
  return readdirSync(parent).flatMap((job) => {
    const note = readNote(join(parent, job, name));
    return note === undefined ? [] : [note];
  });
}

/** A note that is not there, or cannot be read, is none. */
export function readNote(path: string): SectionNote | undefined {
  try {
    const note = JSON.parse(readFileSync(path, "utf8")) as SectionNote;
    return typeof note.keys === "object" && note.keys !== null ? note : undefined;
  } catch {
    return undefined;
  }
}

/** Whether another job has made the same of the same section: then it is still needed. */
export function isNotedElsewhere(folder: string, note: SectionNote): boolean {
  const name = noteName(note);
  return readdirSync(dirname(folder)).some((job) => {
    const other = job === basename(folder) ? undefined : readNote(join(dirname(folder), job, name));
    return other !== undefined && Object.keys(note.keys).some((key) => other.keys[key] === note.keys[key]);
  });
}

/** The keys that were noted and are still there; nothing when one of them was changed since. */
export function keysAsWritten(
  note: SectionNote,
  now: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  const present = Object.entries(note.keys).filter(([key]) => now.has(key));
  const isChanged = present.some(([key, noted]) => digest(now.get(key) ?? "") !== noted);
  return isChanged ? undefined : present.map(([key]) => key);
}
