// Puts a command in the place of this process, where Node has execve(2): one process less, and every signal reaches the command itself.
import type { Environment } from "../context.ts";
import { certainlyExecutable } from "./exec-format.ts";

type Execve = (path: string, args: readonly string[], env: Readonly<Record<string, string>>) => never;

/** Signals that Node ignores. An ignored signal stays ignored across execve, a handled one gets its default back: execve(2). */
const IGNORED_BY_NODE = ["SIGPIPE", "SIGXFSZ"] as const;

/**
 * Returns only if the process could not be replaced: no execve in this Node, or an executable that the kernel might refuse.
 * @param args the arguments, the command's own name first
 */
export function replaceProcess(path: string, args: readonly string[], env: Environment): void {
  const { execve } = process as typeof process & { execve?: Execve };
  if (execve === undefined || process.platform !== "linux" || !certainlyExecutable(path, process.execPath))
    return;
  for (const signal of IGNORED_BY_NODE) process.on(signal, () => {});
  const { emitWarning } = process;
  // Node calls execve experimental, on stderr.
  process.emitWarning = () => {};
  try {
    execve.call(process, path, args, definedOnly(env));
  } catch {
    // Newer Nodes throw where older ones abort: the spawn that follows will say what is wrong.
  } finally {
    process.emitWarning = emitWarning;
    for (const signal of IGNORED_BY_NODE) process.removeAllListeners(signal);
  }
}

function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
