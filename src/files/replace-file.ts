// Renames a file over another one. Whoever writes files may import it.
import { renameSync } from "node:fs";
import type { Context } from "../context.ts";
import { errorCode } from "./file-error.ts";

/** On Windows a file that a reader or a virus scanner has open cannot be replaced; it is over in a moment. */
const WINDOWS_TRIES = 20;
const WINDOWS_PAUSE_MILLISECONDS = 25;
const WINDOWS_PASSING: readonly unknown[] = ["EPERM", "EACCES", "EBUSY"];

/**
 * Puts a complete file in the place of whatever is at `path`, if anything is; a symbolic link there is replaced, not
 * followed. What is on the disk after a power failure is the business of the caller.
 * @throws the system's error; both files are then as they were
 */
export async function replaceFile(
  complete: string,
  path: string,
  { platform, sleep }: Pick<Context, "platform" | "sleep">,
  rename: (from: string, to: string) => void = renameSync,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      rename(complete, path);
      return;
    } catch (error) {
      const mayPass = platform === "win32" && WINDOWS_PASSING.includes(errorCode(error));
      if (!mayPass || attempt === WINDOWS_TRIES) throw error;
    }
    await sleep(WINDOWS_PAUSE_MILLISECONDS);
  }
}
