// Writes the profiles that were ordered: first everything that can fail, the logins included, then one change to each file.

import type { Flags } from "../arguments/flag-spec.ts";
import { sectionValues } from "../aws-files/section-values.ts";
import { updateAwsFile } from "../aws-files/update.ts";
import type { SectionEdit } from "../aws-files/verify.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { REGION } from "../request/inputs.ts";
import { recordSection, type WrittenSection } from "../state/written-profiles.ts";
import {
  type Conflict,
  conflictError,
  describeConflict,
  findConflicts,
  type ProfileSection,
  profileSections,
  removal,
} from "./conflicts.ts";
import { OUTPUT, REPLACE } from "./flags.ts";
import { PROFILE_KINDS, type ProfileKind, type ProfileOrder } from "./index.ts";
import { profileOrders } from "./orders.ts";

interface FileEdit extends ProfileSection {
  readonly changes: SectionEdit["changes"];
}

/** @throws HelperError when a profile cannot be written; then no file has changed, as far as it could be known before */
export async function writeProfiles(flags: Flags, context: Context): Promise<void> {
  const kind = chosenKind(flags);
  const orders = profileOrders(flags, context);
  const conflicts = orders.flatMap((order) => findConflicts(kind, profileSections(order.name, context)));
  if (!flags.on(REPLACE.name)) reportConflicts(kind, conflicts, context);
  const toClear = flags.on(REPLACE.name) ? conflicts : [];
  const written: FileEdit[] = [];
  for (const order of orders) {
    const section = sectionOf(kind, order, context);
    const inTheWay = toClear.find((conflict) => isSameSection(conflict, section))?.removable ?? [];
    const cleared = inTheWay.map((key) => [key, undefined] as const);
    written.push({
      ...section,
      changes: new Map([...cleared, ...(await kind.prepare(order, context)), ...settings(order)]),
    });
  }
  const elsewhere = toClear
    .filter((conflict) => !written.some((edit) => isSameSection(conflict, edit)))
    .map((conflict) => ({ ...conflict, changes: removal(conflict) }));
  // What is cleared away goes first: should the second file fail, no old credentials are left to be taken for new ones.
  const edits = [...elsewhere, ...written];
  const before = written.map(({ path, header }) => sectionValues(path, header));
  for (const path of new Set(edits.map((edit) => edit.path))) {
    const { notes } = await updateAwsFile(
      path,
      edits.filter((edit) => edit.path === path),
      context,
    );
    for (const note of notes) context.log.warn(note);
  }
  for (const [index, edit] of written.entries()) {
    const after = sectionValues(edit.path, edit.header) ?? new Map();
    await recordSection(toRecord(edit), before[index], after, context);
  }
}

function isSameSection(one: ProfileSection, other: ProfileSection): boolean {
  return one.path === other.path && one.header.name === other.header.name;
}

function chosenKind(flags: Flags): ProfileKind {
  const asked = PROFILE_KINDS.filter(({ flag }) => flag !== undefined && flags.on(flag.name));
  if (asked.length > 1)
    throw usageError(`${asked.map(({ flag }) => `--${flag?.name}`).join(" and ")} exclude one another`);
  return asked[0] ?? PROFILE_KINDS[0];
}

function reportConflicts(kind: ProfileKind, conflicts: readonly Conflict[], { log }: Context): void {
  for (const conflict of conflicts) {
    if (kind.refusesConflicts) throw conflictError(conflict);
    log.warn(`${describeConflict(conflict)}; --replace takes them out`);
  }
}

function sectionOf(kind: ProfileKind, { name }: ProfileOrder, context: Context): ProfileSection {
  const section = profileSections(name, context).find(({ file }) => file === kind.file);
  if (section === undefined) throw new Error(`there is no AWS file ${kind.file}`);
  return section;
}

/** Region and output format are written only when they were asked for: the user's own settings stay. */
function settings({ flags }: ProfileOrder): readonly (readonly [string, string])[] {
  const asked = [
    ["region", flags.value(REGION.name)],
    ["output", flags.value(OUTPUT.name)],
  ] as const;
  return asked.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function toRecord({ path, file, profile, changes }: FileEdit): WrittenSection {
  const keys =
    changes === "remove"
      ? []
      : [...changes].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { path, file, profile, keys: Object.fromEntries(keys) };
}
