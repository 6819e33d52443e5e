// The user's home directory, as os.homedir() finds it, without loading node:os where a variable tells.

/**
 * @param variable the value of HOME, which POSIX systems look at first; an empty one counts
 * @returns undefined for a user id without an entry in the user database
 */
export function homeDirectory(variable: string | undefined, platform: NodeJS.Platform): string | undefined {
  if (variable !== undefined && platform !== "win32") return variable;
  try {
    return process.getBuiltinModule("node:os").homedir();
  } catch {
    return undefined;
  }
}
