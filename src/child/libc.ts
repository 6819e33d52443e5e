// What only the C library can do and Bun can call: exec with bytes, and descriptors that stay open.
import { readFileSync } from "node:fs";
import { getSystemErrorName } from "node:util";

export interface Libc {
  /** Keeps a descriptor open in a command that is executed. */
  keepOpen(descriptor: number): void;
  /**
   * execve(2). Does not return.
   * @throws the kernel's refusal, with its `code`
   */
  execve(path: string, args: readonly Buffer[], env: readonly Buffer[]): never;
}

/** The part of https://bun.com/docs/runtime/ffi that is used here. */
interface Ffi {
  dlopen<Name extends string>(
    path: string,
    symbols: Record<Name, { readonly args: readonly string[]; readonly returns: string }>,
  ): { readonly symbols: Record<Name, (...args: unknown[]) => number> };
  ptr(bytes: NodeJS.TypedArray): number;
  readonly read: { i32(pointer: number): number };
}

const F_SETFD = 2;

/** @returns undefined in Node, and where Bun does not find the C library */
export function loadLibc(): Libc | undefined {
  if (process.versions["bun"] === undefined) return undefined;
  try {
    return link(process.getBuiltinModule("bun:ffi") as unknown as Ffi);
  } catch {
    return undefined;
  }
}

function link(ffi: Ffi): Libc {
  // The one that this process runs with, under whatever name: glibc's or musl's.
  const path = /\/\S*\/(?:libc\.so\.6|libc-[\d.]+\.so|ld-musl-\w+\.so\.1)$/m.exec(
    readFileSync("/proc/self/maps", "latin1"),
  )?.[0];
  const { symbols } = ffi.dlopen(path ?? "libc.so.6", {
    fcntl: { args: ["i32", "i32", "i32"], returns: "i32" },
    execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" },
    __errno_location: { args: [], returns: "ptr" },
  });
  return {
    keepOpen(descriptor) {
      symbols.fcntl(descriptor, F_SETFD, 0);
    },
    execve(file, args, env) {
      const strings = (texts: readonly Buffer[]): { kept: Buffer[]; pointers: BigUint64Array } => {
        const kept = texts.map((text) => Buffer.concat([text, Buffer.alloc(1)]));
        return { kept, pointers: BigUint64Array.from([...kept.map((text) => BigInt(ffi.ptr(text))), 0n]) };
      };
      const [name, argv, envp] = [Buffer.from(`${file}\0`), strings(args), strings(env)];
      symbols.execve(name, argv.pointers, envp.pointers);
      const code = getSystemErrorName(-ffi.read.i32(symbols.__errno_location()));
      // The texts are named so that nothing collects them before.
      throw Object.assign(
        new Error(`${code} (${argv.kept.length} arguments, ${envp.kept.length} variables)`),
        {
          code,
        },
      );
    },
  };
}
