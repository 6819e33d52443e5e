// Puts a command in the place of this process, where that is safe: one process less, and every signal reaches the command itself.
import type { Environment } from "../context.ts";

type Execve = (path: string, args: readonly string[], env: Readonly<Record<string, string>>) => never;

/** Signals that Node ignores. An ignored signal stays ignored across execve, a handled one gets its default back: execve(2). */
const IGNORED_BY_NODE = ["SIGPIPE", "SIGXFSZ"] as const;

/** Since this one, and in Bun, a refused execve throws. Node 22 and 24 end themselves with SIGABRT instead. */
const FIRST_NODE_THAT_THROWS = 26;

/** Whether {@link replaceProcess} may be called here. */
export function canReplaceProcess(): boolean {
  const { versions, platform } = process;
  return (
    platform === "linux" &&
    typeof (process as { execve?: Execve }).execve === "function" &&
    (versions["bun"] !== undefined || Number.parseInt(versions.node, 10) >= FIRST_NODE_THAT_THROWS)
  );
}

/**
 * Does not return.
 * @param args the arguments, the command's own name first
 * @throws the kernel's refusal, with its `code`
 */
export function replaceProcess(path: string, args: readonly string[], env: Environment): never {
  const { execve, emitWarning } = process as typeof process & { execve: Execve };
  for (const signal of IGNORED_BY_NODE) process.on(signal, ignore);
  // Node calls execve experimental, on stderr.
  process.emitWarning = () => {};
  try {
    return execve.call(process, path, args, definedOnly(env));
  } finally {
    process.emitWarning = emitWarning;
    for (const signal of IGNORED_BY_NODE) process.off(signal, ignore);
  }
}

function ignore(): void {}

function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
