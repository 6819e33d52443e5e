// Creates a folder with its parents. Whoever writes files may import it.
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { errorCode, fileError, fileRefused } from "./file-error.ts";

/**
 * Creates a folder, and each parent that is missing, with mode 0700 whatever the umask says. Folders that exist
 * are left as they are.
 *
 * Step by step, because Node 20's `mkdir(…, { recursive: true })` below /proc never returns.
 * @throws HelperError (7) naming the folder that is a file, or that cannot be created
 */
export function makeFolder(folder: string): void {
  for (const missing of missingFolders(resolve(folder))) {
    try {
      mkdirSync(missing, { mode: 0o700 });
      chmodSync(missing, 0o700);
    } catch (error) {
      // EEXIST: another process was faster.
      if (errorCode(error) !== "EEXIST") throw fileError("cannot create the folder", missing, error);
    }
  }
}

/** The folders that do not exist, the outermost first. */
function missingFolders(folder: string): readonly string[] {
  const missing: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    try {
      if (statSync(at).isDirectory()) return missing.reverse();
      throw fileRefused("cannot use", at, "it is a file where a folder is needed");
    } catch (error) {
      // ENOTDIR: a parent is a file; going up finds and names it.
      const code = errorCode(error);
      if ((code !== "ENOENT" && code !== "ENOTDIR") || dirname(at) === at) {
        throw fileError("cannot use the folder", at, error);
      }
    }
    missing.push(at);
  }
}
