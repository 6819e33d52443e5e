// What to say of a command that is there but was refused by the kernel: its words, "permission denied" and "not found", name no cause.
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { getSystemErrorName } from "node:util";
import { EXIT, HelperError } from "../errors.ts";
import { formatOf, whyUnrunnable } from "./file-format.ts";

export function notExecutable(path: string, why: string, cause?: unknown): HelperError {
  return new HelperError(EXIT.CHILD_NOT_EXECUTABLE, `${path} cannot be executed: ${why}`, { cause });
}

/**
 * The failure of execve(2) or spawn as a message, with exit code 126, or 127 where the file does not exist.
 * @param path what was to be executed
 * @param running the path of a program that runs on this machine
 */
export function refusal(path: string, cause: NodeJS.ErrnoException, running: string): HelperError {
  if (cause.code === "ENOENT" && !existsSync(path))
    return new HelperError(EXIT.CHILD_NOT_FOUND, `${path} was not found`, { cause });
  return notExecutable(path, why(path, cause, running), cause);
}

function why(path: string, cause: NodeJS.ErrnoException, running: string): string {
  const { message } = cause;
  const code = codeOf(cause);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return whyMissing(path) ?? message;
    case "EACCES":
      return whyDenied(path);
    case "ENOEXEC":
      return whyUnrunnable(path, running) ?? "the system does not know its format";
    case "E2BIG":
      return "its arguments and the environment are longer than the system takes";
    case "ETXTBSY":
      return "the file is still being written to";
    case "ELOOP":
      return "too many symbolic links or interpreters stand before it";
    default:
      return code === "" || message.includes(code) ? message : `${code}: ${message}`;
  }
}

/** The execve of Node 26 has no name for some failures. */
function codeOf({ code = "", errno }: NodeJS.ErrnoException): string {
  return code === "" && errno !== undefined ? getSystemErrorName(-Math.abs(errno)) : code;
}

/** What a file that exists needs and does not find. */
function whyMissing(path: string): string | undefined {
  const format = formatOf(path);
  if (format?.kind === "script")
    return format.interpreter.endsWith("\r")
      ? `its first line ends as on Windows, so that the interpreter ${JSON.stringify(format.interpreter)} was not found`
      : `its interpreter ${JSON.stringify(format.interpreter)} was not found`;
  if (format?.kind === "elf" && format.loader !== undefined)
    return `its loader ${JSON.stringify(format.loader)} was not found: the program is for a system with another C library`;
  return undefined;
}

/** Why a file that exists may not be executed. */
export function whyDenied(path: string): string {
  const format = formatOf(path);
  if (isPermitted(path)) {
    if (mountOptions(path).includes("noexec")) return "its file system is mounted with noexec";
    if (format?.kind === "script" && existsSync(format.interpreter))
      return `its interpreter ${JSON.stringify(format.interpreter)} may not be executed`;
  }
  return "permission denied";
}

/** Whether anybody may execute it by its mode: who is refused nevertheless has another obstacle. */
function isPermitted(path: string): boolean {
  try {
    return (statSync(path).mode & 0o111) !== 0;
  } catch {
    return false;
  }
}

/** The options of the mount that a file is in; none where the system does not tell. */
function mountOptions(path: string): readonly string[] {
  try {
    return optionsOfMount(readFileSync("/proc/self/mountinfo", "utf8"), realpathSync(path));
  } catch {
    return [];
  }
}

/** @param mounts the text of /proc/self/mountinfo: proc(5) */
export function optionsOfMount(mounts: string, path: string): readonly string[] {
  let [longest, found]: [number, readonly string[]] = [0, []];
  for (const line of mounts.split("\n")) {
    const [, , , , point = "", options = ""] = line.split(" ");
    const folder = point.replace(/\\([0-7]{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    if (folder === "" || !`${path}/`.startsWith(folder === "/" ? "/" : `${folder}/`)) continue;
    // The last of several mounts at one place is the one that is seen.
    if (folder.length >= longest) [longest, found] = [folder.length, options.split(",")];
  }
  return found;
}
