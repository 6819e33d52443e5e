// Writes the profiles that were ordered: first everything that can fail, the logins included, then the files.

import type { Flags } from "../arguments/flag-spec.ts";
import { type AwsFile, readAwsFile } from "../aws-files/aws-file.ts";
import type { KeyChanges, SectionEdit } from "../aws-files/edit.ts";
import { headerFor } from "../aws-files/headers.ts";
import { configFilePath, credentialsFilePath } from "../aws-files/locations.ts";
import { updateAwsFiles } from "../aws-files/update.ts";
import type { Context } from "../context.ts";
import { usageError } from "../errors.ts";
import { REGION } from "../request/inputs.ts";
import { recordFile, wasCreatedByUs } from "../state/written-profiles.ts";
import {
  type AwsFiles,
  type Conflict,
  conflictError,
  describeConflict,
  findConflicts,
  removal,
} from "./conflicts.ts";
import { OUTPUT, REPLACE } from "./flags.ts";
import { PROFILE_KINDS, type ProfileKind, type ProfileOrder } from "./index.ts";
import {
  describeInherited,
  findInheritedConflicts,
  type InheritedConflict,
  inheritedError,
} from "./inherited.ts";
import { profileOrders } from "./orders.ts";

/** What one command line asks for. */
interface Job {
  readonly kind: ProfileKind;
  readonly orders: readonly ProfileOrder[];
  readonly isReplacing: boolean;
}

/** @throws HelperError when a profile cannot be written; then no file has changed, as far as it could be known before */
export async function writeProfiles(flags: Flags, context: Context): Promise<void> {
  const kind = chosenKind(flags);
  const job = { kind, orders: profileOrders(flags, context), isReplacing: flags.on(REPLACE.name) };
  const files = readBoth(context);
  const conflicts = survey(job, files);
  const inherited = surveyInherited(job, files, conflicts);
  if (!job.isReplacing)
    for (const one of conflicts) context.log.warn(`${describeConflict(one)}; --replace takes them out`);
  for (const one of inherited) context.log.warn(describeInherited(one));
  const prepared = new Map<string, KeyChanges>();
  for (const order of job.orders)
    prepared.set(order.name, new Map([...(await kind.prepare(order, context)), ...settings(order)]));

  const { path } = files[kind.file];
  const cleared = conflicts.map((conflict) => conflict.path).filter((other) => other !== path);
  let before = files[kind.file];
  const own = (file: AwsFile) => {
    before = file;
    return { edits: planEdits(job, withFresh(files, file), path, prepared) };
  };
  const other = (file: AwsFile) => ({
    edits: planEdits(job, withFresh(files, file), file.path, new Map()),
    removeIfEmpty: wasCreatedByUs(file.path, kind.file === "config" ? "credentials" : "config", context),
  });
  const { notes } = await updateAwsFiles(
    [
      // What is cleared away goes first, what makes the profiles usable comes last: a crash in between leaves a profile
      // without credentials. In the other order the old ones would be there beside the new ones, and win.
      ...[...new Set(job.isReplacing ? cleared : [])].map((one) => ({ path: one, plan: other })),
      { path, plan: own },
    ],
    context,
    // Noted first: what was noted and never written does no harm, what was written and not noted would stay for ever.
    { before: () => recordFile(toRecord(job, before, prepared), context) },
  );
  for (const note of notes) context.log.warn(note);
}

function chosenKind(flags: Flags): ProfileKind {
  const asked = PROFILE_KINDS.filter(({ flag }) => flag !== undefined && flags.on(flag.name));
  if (asked.length > 1)
    throw usageError(`${asked.map(({ flag }) => `--${flag?.name}`).join(" and ")} exclude one another`);
  return asked[0] ?? PROFILE_KINDS[0];
}

function readBoth(context: Context): AwsFiles {
  const credentials = readAwsFile(credentialsFilePath(context));
  const configPath = configFilePath(context);
  return { credentials, config: configPath === credentials.path ? credentials : readAwsFile(configPath) };
}

/** One of them as it is now. */
function withFresh(files: AwsFiles, fresh: AwsFile): AwsFiles {
  const newer = (old: AwsFile): AwsFile => (old.path === fresh.path ? fresh : old);
  return { credentials: newer(files.credentials), config: newer(files.config) };
}

/** @throws HelperError (7) for a conflict that this kind of profile refuses */
function survey({ kind, orders, isReplacing }: Job, files: AwsFiles): readonly Conflict[] {
  const conflicts = orders.flatMap(({ name }) => findConflicts(kind, name, files));
  const [first] = conflicts;
  if (first !== undefined && kind.refusesConflicts && !isReplacing) throw conflictError(first);
  return conflicts;
}

/**
 * What is inherited, in the way, and no reason to refuse: for a warning.
 * @throws HelperError (7) for what is inherited and cannot be taken out of the way
 */
function surveyInherited(
  { kind, orders, isReplacing }: Job,
  files: AwsFiles,
  conflicts: readonly Conflict[],
): readonly InheritedConflict[] {
  const taken = new Map(isReplacing ? conflicts.map((one) => [`${one.file} ${one.profile}`, one]) : []);
  const inherited = orders.flatMap(({ name }) =>
    findInheritedConflicts(kind, name, files, (file) => taken.get(`${file} ${name}`)),
  );
  const refused = inherited.find(({ isMixed }) => isMixed || kind.refusesConflicts || isReplacing);
  if (refused !== undefined) throw inheritedError(refused);
  return inherited;
}

/**
 * The changes of one file: what is in the way goes, what was prepared comes.
 * @param prepared profile to keys; empty for the file that this kind of profile does not write
 */
function planEdits(
  job: Job,
  files: AwsFiles,
  path: string,
  prepared: ReadonlyMap<string, KeyChanges>,
): readonly SectionEdit[] {
  const conflicts = survey(job, files);
  // Once more, with what is there now.
  surveyInherited(job, files, conflicts);
  const toClear = new Map(
    conflicts
      .filter((conflict) => job.isReplacing && conflict.path === path)
      .map((conflict) => [conflict.header.name, conflict]),
  );
  const written = [...prepared].map(([profile, changes]) => {
    const header = headerFor(job.kind.file, profile);
    const inTheWay = toClear.get(header.name)?.removable ?? [];
    toClear.delete(header.name);
    return { header, changes: new Map([...inTheWay.map((key) => [key, undefined] as const), ...changes]) };
  });
  const elsewhere = [...toClear.values()].map((one) => ({ header: one.header, changes: removal(one) }));
  return [...elsewhere, ...written];
}

/** Region and output format are written only when they were asked for: the user's own settings stay. */
function settings({ flags }: ProfileOrder): readonly (readonly [string, string])[] {
  const asked = [
    ["region", flags.value(REGION.name)],
    ["output", flags.value(OUTPUT.name)],
  ] as const;
  return asked.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

function toRecord({ kind }: Job, file: AwsFile, prepared: ReadonlyMap<string, KeyChanges>) {
  const sections = [...prepared].map(([profile, changes]) => ({
    profile,
    written: new Map([...changes].filter((entry): entry is [string, string] => entry[1] !== undefined)),
    before: file.values(headerFor(kind.file, profile)),
  }));
  return { path: file.path, file: kind.file, existed: file.version !== undefined, sections };
}
