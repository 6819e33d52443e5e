// Takes what this tool wrote in a job out of an AWS file, and leaves what the user or another job has made of it since.
import { rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { AwsFile } from "../aws-files/aws-file.ts";
import type { SectionEdit } from "../aws-files/edit.ts";
import { headerFor } from "../aws-files/headers.ts";
import { updateAwsFiles } from "../aws-files/update.ts";
import type { Context } from "../context.ts";
import {
  type FileNote,
  isWritten,
  notesOfOthers,
  readNote,
  type SectionNote,
  sectionNote,
} from "./written-profiles.ts";

/**
 * @param path of the note; it goes when what it says has been done
 * @throws HelperError (7) when the AWS file cannot be changed; the note is then still there
 */
export async function removeProfiles(path: string, context: Context): Promise<void> {
  const note = readNote(path);
  if (note === undefined) return rmSync(path, { force: true });
  let said: string[] = [];
  const plan = (file: AwsFile) => {
    // Read again: while we waited for the lock a helper may have noted more, or another cleanup have done it all.
    const now = readNote(path) ?? { ...note, sections: {} };
    const others = notesOfOthers(dirname(path), basename(path));
    const removals = Object.keys(now.sections).flatMap(
      (profile) => planSection(file, now, profile, others) ?? [],
    );
    said = removals.flatMap((removal) => removal.said);
    return { edits: removals.flatMap(({ edit }) => edit ?? []), removeIfEmpty: now.created };
  };
  await updateAwsFiles([{ path: note.path, plan }], context, { after: () => rmSync(path, { force: true }) });
  for (const message of said) context.log.info(message);
}

interface Removal {
  readonly edit: SectionEdit | undefined;
  readonly said: readonly string[];
}

/** @param others the notes of other jobs about this file */
function planSection(
  file: AwsFile,
  note: FileNote,
  profile: string,
  others: readonly FileNote[],
): Removal | undefined {
  const own = sectionNote(note, profile);
  const header = headerFor(note.file, profile);
  const now = file.values(header);
  if (own === undefined || now === undefined) return undefined;
  const othersNotes = others.flatMap((other) => sectionNote(other, profile) ?? []);
  const { ours, shared, changed } = sortKeys(own, now, othersNotes);
  const place = `[${header.name}] in ${file.path}`;
  const left = (keys: readonly string[], why: string): readonly string[] =>
    keys.length === 0 ? [] : [`left ${keys.join(", ")} of ${place}: ${why}`];
  const said = [
    ...left(shared, "another job has written the same"),
    ...left(changed, "changed since it was written"),
  ];
  if (ours.length === 0) return { edit: undefined, said };
  const old = new Map(ours.map((key) => [key, own.overwritten[key]]));
  const restored = ours.filter((key) => typeof old.get(key) === "string");
  const lost = ours.filter((key) => old.get(key) === null);
  const isAll = own.created && restored.length === 0 && ours.length === now.size;
  const changes =
    isAll && file.isDetached(header)
      ? "remove"
      : new Map(ours.map((key) => [key, old.get(key) ?? undefined] as const));
  const removed =
    changes === "remove"
      ? `removed [${header.name}] from ${file.path}`
      : `removed the keys that were written to [${header.name}] from ${file.path}`;
  return {
    edit: { header, changes },
    said: [
      restored.length === 0 ? removed : `${removed}, and put back ${restored.join(", ")}`,
      ...(lost.length === 0 ? [] : [`what was there before is not put back: ${lost.join(", ")} of ${place}`]),
      ...said,
    ],
  };
}

/** The keys that this job wrote and that are still there: as it wrote them, as another job wrote them too, or as somebody changed them. */
function sortKeys(
  own: SectionNote,
  now: ReadonlyMap<string, string>,
  others: readonly SectionNote[],
): Readonly<Record<"ours" | "shared" | "changed", readonly string[]>> {
  const ours: string[] = [];
  const shared: string[] = [];
  const changed: string[] = [];
  for (const key of Object.keys(own.keys)) {
    const value = now.get(key);
    if (value === undefined) continue;
    if (!isWritten(own, key, value)) changed.push(key);
    else if (others.some((other) => isWritten(other, key, value))) shared.push(key);
    else ours.push(key);
  }
  return { ours, shared, changed };
}
