// Standard output and standard error, written without Node's streams: these cost milliseconds and buffer.
import { fstatSync, writeSync } from "node:fs";
import type { OutputStream } from "../context.ts";

/** Milliseconds between tries when a reader of a non-blocking pipe is slow. */
const PAUSE = 5;

/**
 * Writes whole texts to a file descriptor, in one piece where the kernel takes it so.
 * A reader that has gone away is not an error: it has what it wanted.
 */
export function createOutput(fd: number, sleep: (milliseconds: number) => Promise<void>): OutputStream {
  return {
    get isTerminal() {
      return isTerminal(fd);
    },
    async write(text) {
      let rest: Uint8Array = Buffer.from(text, "utf8");
      while (rest.length > 0) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (failure) {
          const { code } = failure as NodeJS.ErrnoException;
          if (code === "EPIPE") return;
          // Whoever started us may have made the pipe non-blocking.
          if (code !== "EAGAIN") throw failure;
          await sleep(PAUSE);
        }
      }
    },
  };
}

/** A pipe or a file is no terminal: node:tty, which loads all of node:net, is asked only about what may be one. */
function isTerminal(fd: number): boolean {
  try {
    if (process.platform !== "win32" && !fstatSync(fd).isCharacterDevice()) return false;
  } catch {
    // The stream is closed.
    return false;
  }
  return process.getBuiltinModule("node:tty").isatty(fd);
}
