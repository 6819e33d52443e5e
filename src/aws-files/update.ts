// Changes sections of AWS files on disk: lock, read, decide, edit, verify, write. The commands that write AWS files
// call this.
import { existsSync, readFileSync, statSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT, HelperError } from "../errors.ts";
import { type WriteContext, writeFileAtomically } from "../files/atomic-write.ts";
import { errorCode, fileRefused } from "../files/file-error.ts";
import { type HeldLock, withLock } from "../files/lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import { findTarget } from "../files/target.ts";
import { type AwsFile, awsFileError, readAwsFile } from "./aws-file.ts";
import { applyEdits, type SectionEdit } from "./edit.ts";
import { parseAwsFile } from "./parse.ts";
import { verifyEdit } from "./verify.ts";

/** What is to be done to one file. */
export interface FilePlan {
  readonly edits: readonly SectionEdit[];
  /** Whether the file goes when nothing is left in it. */
  readonly removeIfEmpty?: boolean;
}

export interface FileUpdate {
  readonly path: string;
  /** Decides what to do, by what is in the file while no other helper changes it. May be asked more than once. */
  plan(file: AwsFile): FilePlan;
}

/** What a command keeps elsewhere about the files; the locks are held meanwhile. */
export interface UpdateSteps {
  /** When everything is decided and the new files are complete, just before the first one takes the place of the old one. */
  readonly before?: () => Promise<void>;
  /** When the last one has. */
  readonly after?: () => void;
}

export interface UpdateResult {
  /** False when all files already were as asked: they are then left alone. */
  readonly changed: boolean;
  /** What the user should know, one sentence each. */
  readonly notes: readonly string[];
}

/** One lock for both AWS files of a folder. */
const LOCK_NAME = ".gitlab-aws-credential-helper.lock";
/** For one holder, which needs some milliseconds. */
const LOCK_WAIT_MILLISECONDS = 30_000;
/** How often to start again when somebody without our lock, an editor or the AWS CLI, writes a file meanwhile. */
const MOST_TRIES = 10;

/**
 * Changes AWS files: all changes of all files or none, as far as it can be known before. Helpers that run at the same
 * time wait for each other; a change by a program that knows no lock is noticed until just before ours takes its place.
 *
 * Two renames are not one. All new files are complete and checked before the first one takes the place of the old one, and
 * they do so in the order in which they are given. So a crash in between leaves the earlier ones changed and the later ones
 * not: put first the file from which something is taken out, and last the one that makes a profile usable.
 * @throws HelperError (7) naming the file, the line and the reason; the old files are then untouched
 */
export async function updateAwsFiles(
  updates: readonly FileUpdate[],
  context: WriteContext,
  steps: UpdateSteps = {},
): Promise<UpdateResult> {
  const files = updates
    .map((update) => ({ ...update, target: targetOf(update.path) }))
    .filter(hasSomethingToDo);
  const folders = new Set(files.map(({ target }) => dirname(target)));
  for (const folder of folders) makeFolder(folder);
  const locks = [...folders].sort().map((folder) => join(folder, LOCK_NAME));
  return await withLocks(locks, context, async (held) => {
    for (let attempt = 1; ; attempt += 1) {
      const changes = files.map(decide).filter(isChange);
      const notes: string[] = [];
      try {
        await replaceInOrder(changes, { context, held, steps, notes });
        steps.after?.();
        return { changed: changes.length > 0, notes };
      } catch (error) {
        const mayTryAgain = held.every((lock) => lock.isHeld()) && attempt < MOST_TRIES;
        if (!(error instanceof ChangedMeanwhile) || !mayTryAgain) throw error;
      }
    }
  });
}

interface Target extends FileUpdate {
  /** The file behind the path. */
  readonly target: string;
}

interface Change extends Target {
  readonly file: AwsFile;
  readonly edits: readonly SectionEdit[];
  readonly text: string;
  readonly isRemoval: boolean;
}

/** What goes along while files are replaced. */
interface Work {
  readonly context: WriteContext;
  readonly held: readonly HeldLock[];
  readonly steps: UpdateSteps;
  readonly notes: string[];
}

function targetOf(path: string): string {
  try {
    const target = findTarget(path);
    if (target.stats !== undefined && !target.stats.isFile()) {
      throw fileRefused("cannot change", path, "it is not a regular file", "Name a file.");
    }
    return target.path;
  } catch (error) {
    throw awsFileError(path, error);
  }
}

/** Where there is no file, and nothing to write into one, no folder is made and no lock taken. */
function hasSomethingToDo({ path, target, plan }: Target): boolean {
  if (existsSync(target)) return true;
  const sets = ({ changes }: SectionEdit) =>
    changes !== "remove" && [...changes.values()].some((value) => value !== undefined);
  return plan(readAwsFile(path, target)).edits.some(sets);
}

async function withLocks<T>(
  paths: readonly string[],
  context: WriteContext,
  action: (held: readonly HeldLock[]) => Promise<T>,
): Promise<T> {
  const [path, ...others] = paths;
  if (path === undefined) return await action([]);
  const options = {
    waitMilliseconds: LOCK_WAIT_MILLISECONDS,
    now: () => context.now(),
    sleep: (milliseconds: number) => context.sleep(milliseconds),
  };
  return await withLock(path, options, (lock) =>
    withLocks(others, context, (held) => action([lock, ...held])),
  );
}

function decide(update: Target): Change {
  const file = readAwsFile(update.path, update.target);
  const { edits, removeIfEmpty = false } = update.plan(file);
  try {
    const text = applyEdits(file.parsed, edits);
    const isRemoval = removeIfEmpty && text === "" && file.version !== undefined;
    return { ...update, file, edits, text, isRemoval };
  } catch (error) {
    throw awsFileError(update.path, error);
  }
}

function isChange({ file, text, isRemoval }: Change): boolean {
  return isRemoval || text !== file.parsed.text;
}

/** From the inside out: the new text of the last file is complete, and checked, before the first one is replaced. */
async function replaceInOrder(changes: readonly Change[], work: Work): Promise<void> {
  const change = changes.at(-1);
  if (change === undefined) return await work.steps.before?.();
  const { path, target, text, isRemoval } = change;
  const replaceOthers = async (written: string): Promise<void> => {
    verify(change, written);
    refuseChanged(change, work);
    await replaceInOrder(changes.slice(0, -1), work);
    refuseChanged(change, work);
  };
  if (isRemoval) {
    await replaceOthers(text);
    remove(path, target);
    return;
  }
  const { notes } = await writeFileAtomically(path, text, work.context, {
    beforeReplace: (temporaryPath) => replaceOthers(readFileSync(temporaryPath, "utf8")),
  });
  work.notes.push(...notes);
}

class ChangedMeanwhile extends HelperError {
  constructor(path: string) {
    super(EXIT.FILE, `cannot change ${path}: another program keeps changing the file`, {
      remedy: "Run the command again.",
    });
  }
}

function verify({ path, file, edits }: Change, written: string): void {
  try {
    verifyEdit(file.parsed, parseAwsFile(written), edits);
  } catch (error) {
    throw awsFileError(path, error);
  }
}

function refuseChanged({ path, target, file }: Change, { held }: Work): void {
  const now = statSync(target, { bigint: true, throwIfNoEntry: false });
  const isSame = (["ino", "dev", "size", "mtimeNs", "ctimeNs"] as const).every(
    (field) => file.version?.[field] === now?.[field],
  );
  if (!isSame || !held.every((lock) => lock.isHeld())) throw new ChangedMeanwhile(path);
}

function remove(path: string, target: string): void {
  try {
    unlinkSync(target);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw awsFileError(path, error);
  }
}
