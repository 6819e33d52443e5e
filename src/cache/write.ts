// Puts files into the cache. A cached answer does not load it. What cannot be written is said with --debug and no more:
// everything works without a cache.
import { closeSync, constants, fchmodSync, openSync, unlinkSync, writeSync } from "node:fs";
import type { Context } from "../context.ts";
import { replaceFile } from "../files/replace-file.ts";
import type { Kind } from "./format.ts";
import type { CacheKey } from "./key.ts";
import { cachePath } from "./read-file.ts";
import { seal } from "./seal.ts";

/**
 * Puts a file in its place, whatever was there: a symbolic link is replaced, not followed. Neither text nor name are
 * brought to the disk, as a file of value would be: what a crash leaves half written, the reader takes for damaged.
 * @param expires milliseconds since the epoch
 */
export async function writeFile(
  folder: string,
  key: CacheKey,
  kind: Kind,
  { value, expires }: { readonly value: unknown; readonly expires: number },
  context: Pick<Context, "platform" | "sleep" | "log">,
): Promise<void> {
  const path = cachePath(folder, key, kind);
  const temporary = `${path}.${process.pid}-${Math.floor(Math.random() * 2 ** 48).toString(16)}.tmp`;
  try {
    create(temporary, seal(value, expires, key, kind));
    await replaceFile(temporary, path, context);
    context.log.debug(`cache: wrote ${path}`);
  } catch (error) {
    context.log.debug(`cache: ${path} cannot be written: ${(error as Error).message}`);
    removeQuietly(temporary);
  }
}

function create(path: string, bytes: Uint8Array): void {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const file = openSync(path, flags, 0o600);
  try {
    // The umask may have taken away even the owner's bits.
    fchmodSync(file, 0o600);
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } finally {
    closeSync(file);
  }
}

/** Removes a file of the cache, if it is there. */
export function removeFile(folder: string, key: CacheKey, kind: Kind): void {
  removeQuietly(cachePath(folder, key, kind));
}

/** What cannot be removed is swept later, when it has expired. */
function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // Not there, most likely.
  }
}
