// Puts a command in the place of this process, where that is safe: one process less, and every signal reaches the command itself.
import type { Environment } from "../context.ts";
import { closesOnExec } from "./inherited-descriptors.ts";
import { loadLibc } from "./libc.ts";
import { isDoubtfulEnvironment, type Program } from "./program.ts";
import { ofThisProcess, rawEnvironment } from "./raw-bytes.ts";

type Execve = (path: string, args: readonly string[], env: Readonly<Record<string, string>>) => never;

/** Signals that Node ignores. An ignored signal stays ignored across execve, a handled one gets its default back: execve(2). */
const IGNORED_BY_NODE = ["SIGPIPE", "SIGXFSZ"] as const;

/** Since this one, and in Bun, a refused execve throws. Node 22 and 24 end themselves with SIGABRT instead. */
const FIRST_NODE_THAT_THROWS = 26;

/**
 * Puts the command in the place of this process; returns only where that is not safe, or where something would be lost that a child gets.
 * @throws the kernel's refusal, with its `code`
 */
export function replaceProcess(program: Program, env: Environment): void {
  const { versions, platform } = process;
  const { execve } = process as { execve?: Execve };
  if (platform !== "linux" || typeof execve !== "function") return;
  if (versions["bun"] === undefined && Number.parseInt(versions.node, 10) < FIRST_NODE_THAT_THROWS) return;
  const { path, name, args, bytes } = program;
  const closing = program.descriptors.filter(closesOnExec);
  const environ = isDoubtfulEnvironment(env) ? ofThisProcess("environ") : undefined;
  if (closing.length === 0 && bytes === undefined && environ === undefined)
    withoutTraces(() => execve.call(process, path, [name, ...args], definedOnly(env)));
  const libc = loadLibc();
  if (libc === undefined) return;
  closing.forEach(libc.keepOpen);
  withoutTraces(() =>
    libc.execve(
      path,
      bytes ?? [name, ...args].map((word) => Buffer.from(word)),
      rawEnvironment(env, environ ?? Buffer.alloc(0)),
    ),
  );
}

/** Without what Node leaves behind: signals that it ignores, and on stderr that it calls execve experimental. */
function withoutTraces(execve: () => never): never {
  const { emitWarning } = process;
  for (const signal of IGNORED_BY_NODE) process.on(signal, ignore);
  process.emitWarning = () => {};
  try {
    return execve();
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
