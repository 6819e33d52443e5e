// Changes sections of an AWS file on disk: lock, read, check, edit, verify, write. The commands that write AWS
// files call this and nothing else of this folder's inside.
import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT, HelperError } from "../errors.ts";
import { type WriteContext, type WriteResult, writeFileAtomically } from "../files/atomic-write.ts";
import { errorCode, fileError, fileRefused } from "../files/file-error.ts";
import { type HeldLock, withLock } from "../files/lock.ts";
import { makeFolder } from "../files/make-folder.ts";
import { findTarget } from "../files/target.ts";
import { editSection, removeSection } from "./edit.ts";
import { AwsFileProblem } from "./problem.ts";
import { readableFile } from "./reject.ts";
import { type SectionEdit, verifyEdit } from "./verify.ts";

export interface UpdateResult extends WriteResult {
  /** False when the file already was as asked: it is then left alone. */
  readonly changed: boolean;
}

/** One lock for both AWS files of a folder. */
const LOCK_NAME = ".gitlab-aws-credential-helper.lock";
/** For one holder, which needs some milliseconds. */
const LOCK_WAIT_MILLISECONDS = 30_000;
/** How often to start again when somebody without our lock, an editor or the AWS CLI, writes the file meanwhile. */
const MOST_TRIES = 10;

/**
 * Makes several changes to one AWS file, all of them or none. Helpers that run at the same time wait for each
 * other; a change by a program that knows no lock is noticed until just before ours takes its place.
 * @throws HelperError (7) naming the file, the line and the reason; the old file is then untouched
 */
export async function updateAwsFile(
  path: string,
  edits: readonly SectionEdit[],
  context: WriteContext,
): Promise<UpdateResult> {
  try {
    const target = findTarget(path);
    if (target.stats !== undefined && !target.stats.isFile()) {
      throw fileRefused("cannot change", path, "it is not a regular file", "Name a file.");
    }
    if (target.stats === undefined && edits.every(({ changes }) => changes === "remove")) {
      return { path: target.path, notes: [], changed: false };
    }
    const folder = dirname(target.path);
    makeFolder(folder);
    const options = {
      waitMilliseconds: LOCK_WAIT_MILLISECONDS,
      now: () => context.now(),
      sleep: (milliseconds: number) => context.sleep(milliseconds),
    };
    return await withLock(join(folder, LOCK_NAME), options, (lock) =>
      update(path, target.path, edits, context, lock),
    );
  } catch (error) {
    throw describe(path, error);
  }
}

async function update(
  path: string,
  target: string,
  edits: readonly SectionEdit[],
  context: WriteContext,
  lock: HeldLock,
): Promise<UpdateResult> {
  for (let attempt = 1; ; attempt += 1) {
    const { text, version } = read(target);
    const edited = edits.reduce(apply, text);
    if (edited === text) return { path: target, notes: [], changed: false };
    try {
      const result = await writeFileAtomically(path, edited, context, {
        beforeReplace: (temporaryPath) => {
          verifyEdit(text, readFileSync(temporaryPath, "utf8"), edits);
          if (!lock.isHeld() || !isSameVersion(version, versionOf(target))) throw new ChangedMeanwhile();
        },
      });
      return { ...result, changed: true };
    } catch (error) {
      if (!(error instanceof ChangedMeanwhile) || !lock.isHeld() || attempt === MOST_TRIES) throw error;
    }
  }
}

class ChangedMeanwhile extends HelperError {
  constructor() {
    super(EXIT.FILE, "another program keeps changing the file", { remedy: "Run the command again." });
  }
}

function apply(text: string, { header, changes }: SectionEdit): string {
  return changes === "remove" ? removeSection(text, header) : editSection(text, header, changes);
}

/** The text, and what tells this version of the file from a later one; an absent file is an empty one. */
function read(path: string): { readonly text: string; readonly version: BigIntStats | undefined } {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { text: "", version: undefined };
    throw fileError("cannot read", path, error);
  }
  try {
    const version = fstatSync(file, { bigint: true });
    return { text: readableFile(readFileSync(file)).text, version };
  } finally {
    closeSync(file);
  }
}

function versionOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}

function isSameVersion(one: BigIntStats | undefined, other: BigIntStats | undefined): boolean {
  return (["ino", "dev", "size", "mtimeNs", "ctimeNs"] as const).every(
    (field) => one?.[field] === other?.[field],
  );
}

function describe(path: string, error: unknown): HelperError {
  if (!(error instanceof AwsFileProblem)) return fileError("cannot change", path, error);
  const place = error.line === undefined ? path : `${path}, line ${error.line}`;
  const remedy =
    error.line === undefined
      ? {}
      : { remedy: "The file was left as it is. Mend that line, then run the command again." };
  return new HelperError(EXIT.FILE, `cannot change ${place}: ${error.message}`, { cause: error, ...remedy });
}
