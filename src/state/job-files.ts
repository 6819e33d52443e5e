// What the names of the files begin with that a job keeps until `cleanup`: for who writes them, cleans up, or sweeps up after
// jobs that did not. Imports nothing.

/** The ID token in a file, for SDKs that read it from there; the name of its variable follows. */
export const TOKEN_FILE_PREFIX = "id-token-";
/** Notes of the profiles that were written. */
export const NOTE_PREFIX = "profile-";

/** Whether a file of a job's folder is one of these. */
export function isKeptForJob(name: string): boolean {
  return name.startsWith(TOKEN_FILE_PREFIX) || name.startsWith(NOTE_PREFIX);
}
