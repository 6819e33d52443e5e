// Turns what the operating system says about a file into words. Anything that touches files may import it.
import { EXIT, HelperError } from "../errors.ts";

/** The code of a failed system call (`ENOENT`, `EACCES`, …), or undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

const WORDS: ReadonlyMap<string, readonly [reason: string, remedy?: string]> = new Map([
  ["EACCES", ["permission denied", "Check who owns the file and its folder, and their modes."]],
  ["EPERM", ["the operation is not permitted", "Check who owns the file and its folder."]],
  ["EROFS", ["the file system is read-only", "Name a file on a file system that can be written."]],
  ["ENOSPC", ["no space is left on the device", "Free some space, then run the command again."]],
  ["EDQUOT", ["the disk quota is used up", "Free some space, then run the command again."]],
  ["EFBIG", ["the file would be larger than the limit allows (ulimit -f)"]],
  ["ENOENT", ["there is no such file or folder"]],
  ["ENOTDIR", ["a part of the path is a file, not a folder", "Name a path whose folders are folders."]],
  ["EISDIR", ["it is a folder", "Name a file."]],
  ["ELOOP", ["the symbolic links go in a circle, or there are too many"]],
  ["ENAMETOOLONG", ["the name is too long"]],
  ["EBUSY", ["it is in use, or a mount of its own, and cannot be replaced", "Mount its folder instead."]],
  ["EMFILE", ["too many files are open"]],
  ["ENXIO", ["nothing reads from it"]],
  ["EPIPE", ["its reader has gone away"]],
]);

/**
 * The error (exit code 7) for a system call that failed.
 * @param doing what was tried, in words that a path can follow: `cannot write`
 * @param path the file or folder, shown to the user
 */
export function fileError(doing: string, path: string, error: unknown): HelperError {
  if (error instanceof HelperError) return error;
  const code = errorCode(error);
  const [reason, remedy] = WORDS.get(code ?? "") ?? [error instanceof Error ? error.message : String(error)];
  const detail = code === undefined || !WORDS.has(code) ? reason : `${reason} (${code})`;
  return new HelperError(EXIT.FILE, `${doing} ${path}: ${detail}`, {
    cause: error,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

/** The error (exit code 7) for a file that breaks a rule of ours. */
export function fileRefused(doing: string, path: string, reason: string, remedy?: string): HelperError {
  return new HelperError(EXIT.FILE, `${doing} ${path}: ${reason}`, remedy === undefined ? {} : { remedy });
}
