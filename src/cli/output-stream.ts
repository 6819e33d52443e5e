// Standard output and standard error, written without Node's streams: these cost milliseconds and buffer.
import { fstatSync, statSync, writeSync } from "node:fs";
import type { OutputStream } from "../context.ts";
import { EXIT, HelperError } from "../errors.ts";

/** Milliseconds between tries when a reader of a non-blocking pipe is slow. */
const PAUSE = 5;

/**
 * Writes whole texts to a file descriptor, in one piece where the kernel takes it so.
 * A reader that has gone away is not an error: it has what it wanted.
 */
export function createOutput(
  fd: number,
  sleep: (milliseconds: number) => Promise<void>,
): OutputStream & Settling {
  let last: Promise<void> | undefined;
  return {
    get isTerminal() {
      return isTerminal(fd);
    },
    write(text) {
      // At once where nothing is under way, else in its turn.
      const write = (): Promise<void> => writeAll(fd, text, sleep);
      const written = last === undefined ? write() : last.then(write);
      const settled = written
        .catch(() => {})
        .then(() => {
          if (last === settled) last = undefined;
        });
      last = settled;
      return written;
    },
    async settled() {
      await last;
    },
  };
}

/** What can be waited for before the process ends. */
interface Settling {
  /** Resolves when everything that was given to `write` is written, or cannot be. */
  settled(): Promise<void>;
}

async function writeAll(
  fd: number,
  text: string,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  let rest: Uint8Array = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (failure) {
      const { code } = failure as NodeJS.ErrnoException;
      if (code === "EPIPE") return;
      // Whoever started us may have made the pipe non-blocking.
      if (code !== "EAGAIN")
        throw new HelperError(EXIT.FILE, `cannot write the output: ${(failure as Error).message}`, {
          cause: failure,
        });
      await sleep(PAUSE);
    }
  }
}

/** What is certainly no terminal is told without node:tty, which loads all of node:net: 4 ms in Node, 7 in Bun. */
function isTerminal(fd: number): boolean {
  if (process.platform === "win32") return isatty(fd);
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== statSync("/dev/null").rdev && isatty(fd);
  } catch {
    // The stream is closed.
    return false;
  }
}

function isatty(fd: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(fd);
}
