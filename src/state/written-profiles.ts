// Notes of what this tool wrote into the AWS files in a job, so that `cleanup` can tell it from the user's own. Each AWS file
// has one note a job. Who writes one holds the lock of that AWS file, so helpers that run at once do not lose one another's.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { AwsFileKind } from "../aws-files/headers.ts";
import { canBeWritten } from "../aws-files/values.ts";
import type { Context } from "../context.ts";
import { writeFileAtomically } from "../files/atomic-write.ts";
import { errorCode, fileError } from "../files/file-error.ts";
import { writableJobFolder } from "./folder.ts";
import { NOTE_PREFIX } from "./job-files.ts";

/** What is about to be written into one AWS file. */
export interface WrittenFile {
  readonly path: string;
  readonly file: AwsFileKind;
  /** Whether there was such a file before. */
  readonly existed: boolean;
  readonly sections: readonly WrittenSection[];
}

export interface WrittenSection {
  readonly profile: string;
  /** Key to value. */
  readonly written: ReadonlyMap<string, string>;
  /** The section's keys before, if there was one. */
  readonly before: ReadonlyMap<string, string> | undefined;
}

/** A note as it is kept. */
export interface FileNote {
  readonly path: string;
  readonly file: AwsFileKind;
  /** Whether the file was made by this tool. */
  readonly created: boolean;
  /** By profile. */
  readonly sections: Readonly<Record<string, SectionNote>>;
}

export interface SectionNote {
  /** Whether the section was made by this tool. */
  readonly created: boolean;
  /** Key to the digests of its values: the one that was last written, and the one before, should that write never have come about. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Key to the user's value that was overwritten; null for a secret, of which no copy is made. */
  readonly overwritten: Readonly<Record<string, string | null>>;
}

/** Settings, which name no secret and hold none. */
const RESTORABLE = /^(region|output|role_arn|role_session_name|web_identity_token_file|duration_seconds)$/;

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

function noteName({ path, file }: Pick<FileNote, "path" | "file">): string {
  return `${NOTE_PREFIX}${digest(`${path}\0${file}`).slice(0, 32)}.json`;
}

/**
 * Notes what this tool is about to make of an AWS file: the keys that it writes, and those that an earlier write of this or
 * another job had made and that are still so. A key that the user had set to the very same value is the user's.
 */
export async function recordFile(written: WrittenFile, context: Context): Promise<void> {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) {
    context.log.debug(`no folder for notes: cleanup will not know what was written to ${written.path}`);
    return;
  }
  const name = noteName(written);
  const own = readNote(join(folder, name));
  const known = [...(own === undefined ? [] : [own]), ...notesOfOthers(folder, name)];
  const sections = written.sections.map((section) => {
    const notes = known.flatMap((note) => sectionNote(note, section.profile) ?? []);
    return [section.profile, noteSection(section, notes)] as const;
  });
  const note: FileNote = {
    path: written.path,
    file: written.file,
    created: !written.existed || known.some(({ created }) => created),
    sections: { ...own?.sections, ...Object.fromEntries(sections) },
  };
  await writeFileAtomically(join(folder, name), JSON.stringify(note), context);
}

/** @param notes those of all jobs about this section */
function noteSection({ written, before }: WrittenSection, notes: readonly SectionNote[]): SectionNote {
  const keys: Record<string, readonly string[]> = {};
  const overwritten: Record<string, string | null> = {};
  for (const key of new Set([...written.keys(), ...(before?.keys() ?? [])])) {
    const [next, last] = [written.get(key), before?.get(key)];
    const noted = last === undefined ? undefined : notes.find((note) => isWritten(note, key, last));
    if (noted === undefined && (next === undefined || next === last)) continue;
    const ours = noted === undefined ? [] : [last];
    keys[key] = [...new Set([next, ...ours])].flatMap((value) =>
      value === undefined ? [] : [digest(value)],
    );
    const old = noted === undefined ? restorable(key, last) : noted.overwritten[key];
    if (old !== undefined) overwritten[key] = old;
  }
  return { created: before === undefined || notes.some(({ created }) => created), keys, overwritten };
}

function restorable(key: string, value: string | undefined): string | null | undefined {
  if (value === undefined) return undefined;
  return RESTORABLE.test(key) && canBeWritten(value) ? value : null;
}

/** Whether the value of a key is one that this tool wrote. */
export function isWritten({ keys }: SectionNote, key: string, value: string): boolean {
  return Object.hasOwn(keys, key) && keys[key]?.includes(digest(value)) === true;
}

export function sectionNote({ sections }: FileNote, profile: string): SectionNote | undefined {
  return Object.hasOwn(sections, profile) ? sections[profile] : undefined;
}

/** Whether a job of this user made an AWS file. */
export function wasCreatedByUs(path: string, file: AwsFileKind, context: Context): boolean {
  const folder = writableJobFolder(context, context.log.debug);
  if (folder === undefined) return false;
  const name = noteName({ path, file });
  return [readNote(join(folder, name)), ...notesOfOthers(folder, name)].some(
    (note) => note?.created === true,
  );
}

/** The notes of that name in the folders of other jobs; none where a cleanup that ran at once has removed the last of these. */
export function notesOfOthers(folder: string, name: string): readonly FileNote[] {
  const parent = dirname(folder);
  return namesIn(parent)
    .filter((job) => job !== basename(folder))
    .flatMap((job) => readNote(join(parent, job, name)) ?? []);
}

/** What is in a folder: nothing when another cleanup has removed it meanwhile. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw fileError("cannot read", folder, error);
  }
}

/** A note that is not there, or cannot be read, is none. */
export function readNote(path: string): FileNote | undefined {
  try {
    const note = JSON.parse(readFileSync(path, "utf8")) as Partial<FileNote> | null;
    const isNote =
      typeof note?.path === "string" && typeof note.sections === "object" && note.sections !== null;
    return isNote ? (note as FileNote) : undefined;
  } catch {
    return undefined;
  }
}
