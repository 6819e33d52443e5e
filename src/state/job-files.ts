// What the names of files in a job's folder begin with, those of the cache aside: for who writes them, cleans up, or sweeps
// up after jobs that did not. Imports nothing.

/** The ID token in a file, for SDKs that read it from there; the name of its variable follows. */
export const TOKEN_FILE_PREFIX = "id-token-";
/** Notes of the profiles that were written. */
export const NOTE_PREFIX = "profile-";

/** A try whether there is room; the process id follows. It is there for a moment. */
export const PROBE_PREFIX = "probe-";

/** Whether a file is kept until `cleanup`. */
export function isKeptForJob(name: string): boolean {
  return name.startsWith(TOKEN_FILE_PREFIX) || name.startsWith(NOTE_PREFIX);
}
