// Reads a file of which it is known how large it can be: never more than that, whatever is behind the path.
import { closeSync, openSync, readSync } from "node:fs";

/**
 * @param limit bytes
 * @throws Error of the system, or one that says that there is more
 */
export function readSmallFile(path: string, limit: number): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(limit + 1);
    let length = 0;
    // A pipe gives its text in pieces; /dev/zero would never end.
    for (let read = -1; read !== 0 && length < buffer.length; length += Math.max(0, read))
      read = readSync(file, buffer, length, buffer.length - length, null);
    if (length > limit) throw new Error(`it is larger than ${limit} bytes`);
    return buffer.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}
