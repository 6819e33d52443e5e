// Writes to what is no regular file: devices, pipes, standard streams. Only atomic-write.ts imports it.
import { closeSync, constants, openSync, write } from "node:fs";
import { errorCode } from "./file-error.ts";

/** How long to wait for the reader of a full pipe before the next try. */
const RETRY_MILLISECONDS = 5;

/**
 * The number of an open file that a path names (`/dev/stdout`, `/dev/fd/3`), undefined for any other path.
 *
 * Such a file is written through its number, not opened: behind it may be a regular file that the shell has
 * opened (replacing it would lose what the shell writes later), or a socket, which cannot be opened at all.
 */
export function openFileNumber(path: string): number | undefined {
  if (path === "/dev/stdout") return 1;
  if (path === "/dev/stderr") return 2;
  const number = /^\/(?:dev|proc\/self)\/fd\/(\d{1,9})$/.exec(path)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Writes all bytes to a device or pipe. A named pipe blocks until somebody reads from it, as in a shell. */
export async function writeToDevice(
  path: string,
  bytes: Uint8Array,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  const file = openSync(path, constants.O_WRONLY);
  try {
    await writeToOpenFile(file, bytes, sleep);
  } finally {
    closeSync(file);
  }
}

/** Writes all bytes to an open file, also to a pipe that does not block and is full at times. */
export async function writeToOpenFile(
  file: number,
  bytes: Uint8Array,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += await writeSome(file, bytes, written);
    } catch (error) {
      if (errorCode(error) !== "EAGAIN") throw error;
      await sleep(RETRY_MILLISECONDS);
    }
  }
}

function writeSome(file: number, bytes: Uint8Array, from: number): Promise<number> {
  return new Promise((resolve, reject) => {
    write(file, bytes, from, bytes.length - from, null, (error, count) =>
      error === null ? resolve(count) : reject(error),
    );
  });
}
