// Where a command's executable is: the search of execvp(3), done here so that its failures have exit codes of their own.
import { accessSync, constants, type Stats, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import { type Environment, variable } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";
import { notExecutable, whyDenied } from "./refusal.ts";

/**
 * @param directory the working directory, against which relative paths are taken
 * @returns the path as execvp(3) gives it to the kernel, which hands it on to a script as its `$0`: as typed, or below a folder of PATH
 * @throws HelperError with exit code 127 when there is none, 126 when it is there but cannot be executed
 */
export function findExecutable(command: string, env: Environment, directory: string): string {
  // A name with a slash is a path; an empty entry of PATH is the working directory: POSIX, Base Definitions, 8.3.
  const candidates = command.includes("/")
    ? [command]
    : (variable(env, "PATH") ?? "/usr/bin:/bin")
        .split(delimiter)
        .map((entry) => `${entry || "."}/${command}`);
  let found: string | undefined;
  for (const candidate of candidates) {
    const path = resolve(directory, candidate);
    if (isFolder(path) && command.includes("/")) throw notExecutable(candidate, "it is a folder");
    if (!isFile(path)) continue;
    if (isExecutable(path)) return candidate;
    found ??= candidate;
  }
  if (found !== undefined) throw notExecutable(found, whyDenied(resolve(directory, found)));
  throw new HelperError(EXIT.CHILD_NOT_FOUND, `the command ${JSON.stringify(command)} was not found`, {
    remedy: command.includes("/") ? "There is no such file." : "It is in no folder of PATH.",
  });
}

function isFile(path: string): boolean {
  return look(path)?.isFile() ?? false;
}

function isFolder(path: string): boolean {
  return look(path)?.isDirectory() ?? false;
}

function look(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    // Not there, or behind something that is no folder or may not be entered: execvp(3) goes on searching.
    return undefined;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
